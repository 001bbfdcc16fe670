namespace SendGrid.Helpers.Errors.Model;

/// <summary>What a failed request was told; null where the answer did not say.</summary>
public class SendGridErrorResponse
{
    public int ErrorHttpStatusCode { get; set; }

    public string ErrorReasonPhrase { get; set; }

    public string SendGridErrorMessage { get; set; }

    public string FieldWithError { get; set; }

    public string HelpLink { get; set; }
}
