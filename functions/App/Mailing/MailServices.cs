using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PromoFunctions.Domain.Language;
using PromoFunctions.Domain.Mailing;
using SendGrid;

namespace PromoFunctions.App.Mailing;

/// <summary>Wires the mail.</summary>
internal static class MailServices
{
    /// <summary>Adds the queue of mails and what sends them.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static IServiceCollection AddMail(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new MailSettings(
            AppServices.Required(configuration, "MailFrom", "the address that mails come from, a verified sender of SendGrid"),
            AppServices.Required(configuration, "ShopName", "the name under which mails are sent"))
        {
            Staff = Language(configuration["StaffLanguage"]),
        });
        var sendGrid = new SendGridClientOptions
        {
            ApiKey = AppServices.Required(configuration, "SendGridKey", "the API key of SendGrid"),
            Host = AppServices.RequiredAddress(configuration, "SendGridHost", "the address of SendGrid, such as https://api.sendgrid.com or https://api.eu.sendgrid.com"),
        };
        services.AddSingleton<ISendGridClient>(_ => new SendGridClient(sendGrid));
        services.AddSingleton<IMailSender, SendGridSender>();
        services.AddSingleton<IMailQueue, ServiceBusMailQueue>();
        services.AddSingleton<SendMail>();
        return services;
    }

    private static Phrases Language(string? tag) => tag is null or "" ? Phrases.English
        : Phrases.All.FirstOrDefault(phrases => phrases.Language == tag)
            ?? throw new InvalidOperationException($"The setting StaffLanguage must be one of {string.Join(", ", Phrases.All.Select(phrases => phrases.Language))}.");
}
