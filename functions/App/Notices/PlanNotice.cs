using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Preferences;

namespace PromoFunctions.App.Notices;

/// <summary>Decides whether a customer is to be told before a personal code ends.</summary>
public sealed class PlanNotice(CustomerKeys customers, NoticeSettings settings, TimeProvider clock)
{
    /// <summary>The notice; null for a customer without an e-mail, for a code without an end of its own, and for one that ends too soon for a notice to come later than the code.</summary>
    public CodeNotice? Of(Customer customer, DateTimeOffset? expiresAt, Phrases phrases) =>
        settings.Ahead > TimeSpan.Zero
        && customer.Email is { } email
        && expiresAt is { } end
        && end - settings.Ahead > clock.GetUtcNow()
            ? new(end - settings.Ahead, email, customer.FirstName, phrases.Language, ReminderKeys.Of(customer, customers))
            : null;
}
