using PromoFunctions.Domain.Customers;

namespace PromoFunctions.Domain.Codes;

/// <summary>That a customer is to be told before a personal code ends. Personal data: it stands in the person's rows alone, until the code has ended.</summary>
/// <param name="At">When, before the code's end.</param>
/// <param name="Email">Where to.</param>
/// <param name="FirstName">How to address the customer, or null.</param>
/// <param name="Language">In which language: a primary tag (BCP 47), such as en.</param>
/// <param name="Keys">Every key under which the customer may have said no to reminders; the first one is for the link that says so.</param>
public sealed record CodeNotice(DateTimeOffset At, string Email, string? FirstName, string Language, IReadOnlyList<CustomerKey> Keys)
{
    /// <summary>A text that names nobody.</summary>
    public override string ToString() => nameof(CodeNotice);
}
