namespace SendGrid.Helpers.Mail;

/// <content>
/// Recipients and what is particular to each copy. Every method names a personalization by its index, which may be one past
/// the last, or brings one, which is then added.
/// </content>
public partial class SendGridMessage
{
    /// <exception cref="ArgumentNullException">The address is null or blank.</exception>
    public void AddTo(string email, string name = null) => AddTo(Address(email, name));

    public void AddTo(EmailAddress email, int personalizationIndex = 0, Personalization personalization = null) =>
        AddTos(One(email), personalizationIndex, personalization);

    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="InvalidOperationException">The list is empty.</exception>
    public void AddTos(List<EmailAddress> emails, int personalizationIndex = 0, Personalization personalization = null)
    {
        Check(emails);
        Personalization target = Get(personalizationIndex, personalization);
        target.Tos = Append(target.Tos, emails);
    }

    /// <exception cref="ArgumentNullException">The address is null or blank.</exception>
    public void AddCc(string email, string name = null) => AddCc(Address(email, name));

    public void AddCc(EmailAddress email, int personalizationIndex = 0, Personalization personalization = null) =>
        AddCcs(One(email), personalizationIndex, personalization);

    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="InvalidOperationException">The list is empty.</exception>
    public void AddCcs(List<EmailAddress> emails, int personalizationIndex = 0, Personalization personalization = null)
    {
        Check(emails);
        Personalization target = Get(personalizationIndex, personalization);
        target.Ccs = Append(target.Ccs, emails);
    }

    /// <exception cref="ArgumentNullException">The address is null or blank.</exception>
    public void AddBcc(string email, string name = null) => AddBcc(Address(email, name));

    public void AddBcc(EmailAddress email, int personalizationIndex = 0, Personalization personalization = null) =>
        AddBccs(One(email), personalizationIndex, personalization);

    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="InvalidOperationException">The list is empty.</exception>
    public void AddBccs(List<EmailAddress> emails, int personalizationIndex = 0, Personalization personalization = null)
    {
        Check(emails);
        Personalization target = Get(personalizationIndex, personalization);
        target.Bccs = Append(target.Bccs, emails);
    }

    public void SetSubject(string subject, int personalizationIndex = 0, Personalization personalization = null) =>
        Get(personalizationIndex, personalization).Subject = subject;

    public void AddHeader(string headerKey, string headerValue, int personalizationIndex = 0, Personalization personalization = null) =>
        AddHeaders(Pair(headerKey, headerValue), personalizationIndex, personalization);

    public void AddHeaders(Dictionary<string, string> headers, int personalizationIndex = 0, Personalization personalization = null)
    {
        Personalization target = Get(personalizationIndex, personalization);
        target.Headers = Merge(target.Headers, headers);
    }

    public void AddSubstitution(string substitutionKey, string substitutionValue, int personalizationIndex = 0, Personalization personalization = null) =>
        AddSubstitutions(Pair(substitutionKey, substitutionValue), personalizationIndex, personalization);

    public void AddSubstitutions(Dictionary<string, string> substitutions, int personalizationIndex = 0, Personalization personalization = null)
    {
        Personalization target = Get(personalizationIndex, personalization);
        target.Substitutions = Merge(target.Substitutions, substitutions);
    }

    public void AddCustomArg(string customArgKey, string customArgValue, int personalizationIndex = 0, Personalization personalization = null) =>
        AddCustomArgs(Pair(customArgKey, customArgValue), personalizationIndex, personalization);

    public void AddCustomArgs(Dictionary<string, string> customArgs, int personalizationIndex = 0, Personalization personalization = null)
    {
        Personalization target = Get(personalizationIndex, personalization);
        target.CustomArgs = Merge(target.CustomArgs, customArgs);
    }

    public void SetTemplateData(object dynamicTemplateData, int personalizationIndex = 0, Personalization personalization = null) =>
        Get(personalizationIndex, personalization).TemplateData = dynamicTemplateData;

    /// <param name="sendAt">Unix seconds.</param>
    /// <param name="personalizationIndex">Whose copy.</param>
    /// <param name="personalization">A copy to add instead.</param>
    public void SetSendAt(long sendAt, int personalizationIndex = 0, Personalization personalization = null) =>
        Get(personalizationIndex, personalization).SendAt = sendAt;

    private static List<EmailAddress> One(EmailAddress email) => email is null ? throw new ArgumentNullException(nameof(email)) : [email];

    private static Dictionary<string, string> Pair(string key, string value) => new() { [key] = value };

    private static void Check(List<EmailAddress> emails)
    {
        ArgumentNullException.ThrowIfNull(emails);
        if (emails.Count == 0)
        {
            throw new InvalidOperationException("The list of addresses is empty.");
        }
    }

    private Personalization Get(int index, Personalization given)
    {
        if (given is not null)
        {
            Personalizations = Append(Personalizations, [given]);
            return given;
        }

        // Without any personalization yet, whatever index was named is the first; so the official client has it.
        Personalizations ??= [];
        if (Personalizations.Count == 0 || index == Personalizations.Count)
        {
            var added = new Personalization();
            Personalizations.Add(added);
            return added;
        }

        return index < Personalizations.Count
            ? Personalizations[index]
            : throw new ArgumentException($"The index {index} is past the {Personalizations.Count} personalizations.", nameof(index));
    }
}
