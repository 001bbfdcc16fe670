using System.Net.Http.Headers;

namespace SendGrid;

/// <summary>Where and how a <see cref="SendGridClient"/> sends; by default to SendGrid's global host.</summary>
public class SendGridClientOptions : BaseClientOptions
{
    private string apiKey;

    public SendGridClientOptions() => Host = "https://api.sendgrid.com";

    /// <summary>The bearer key of every request.</summary>
    /// <exception cref="ArgumentNullException">Set to null or blank.</exception>
    public string ApiKey
    {
        get => apiKey;
        set
        {
            if (string.IsNullOrWhiteSpace(value))
            {
                throw new ArgumentNullException(nameof(value));
            }

            apiKey = value;
            Auth = new AuthenticationHeaderValue("Bearer", value);
        }
    }

    /// <summary>Chooses the host of a region, <c>global</c> or <c>eu</c>.</summary>
    /// <exception cref="ArgumentNullException">The region is null or blank.</exception>
    /// <exception cref="InvalidOperationException">There is no such region.</exception>
    public SendGridClientOptions SetDataResidency(string region)
    {
        if (string.IsNullOrWhiteSpace(region))
        {
            throw new ArgumentNullException(nameof(region));
        }

        Host = region switch
        {
            "global" => "https://api.sendgrid.com/",
            "eu" => "https://api.eu.sendgrid.com/",
            _ => throw new InvalidOperationException("A region is 'global' or 'eu'."),
        };
        return this;
    }
}
