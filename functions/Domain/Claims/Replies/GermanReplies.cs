using PromoFunctions.Domain.Claims.Deciding;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Language;

namespace PromoFunctions.Domain.Claims.Replies;

/// <summary>German.</summary>
internal sealed class GermanReplies() : ReplySentences(Phrases.German)
{
    public static GermanReplies Instance { get; } = new();

    public override string AskAgain => "Falls wir etwas übersehen haben, antworten Sie einfach auf diese Nachricht, dann sehen wir es uns noch einmal an.";

    public override string Closing => "Freundliche Grüße\nIhr Kundenservice";

    public override string Offers => "Das steht Ihnen in der Zwischenzeit offen:";

    public override string Greeting(string? firstName) => firstName is null ? "Guten Tag," : $"Guten Tag {firstName},";

    public override string Subject(string? orderId) => orderId is null ? "Ihre Anfrage" : $"Ihre Bestellung {orderId}";

    public override string AlreadySettled(ReplyContext about) => about.Facts.Settled switch
    {
        { Retroactive: true } settled =>
            $"Wir haben eine gute Nachricht: {about.Code} wurde Ihnen für die Bestellung {about.OrderId} bereits erstattet, am {Instant(about, settled.At)}. Da ein Code je Bestellung einmal zählt, ist nichts weiter offen.",
        { } settled =>
            $"Wir haben eine gute Nachricht: {about.Code} ist in der Bestellung {about.OrderId} schon enthalten. Der Rabatt wurde am {Instant(about, settled.At)} abgezogen.",
        null => $"{about.Code} wurde für die Bestellung {about.OrderId} bereits eingelöst.",
    };

    public override string OutsideClaimWindow(ReplyContext about) =>
        $"Danke für Ihre Nachricht zu {about.Code} und der Bestellung {about.OrderId}. {Placed(about)}; das liegt zu lange zurück, um einen Code nachträglich anzuwenden. Es tut uns leid, dass wir ihn nicht mehr erstatten können.";

    public override string ValidAtOrderTime(ReplyContext about) =>
        $"Sie haben recht: {about.Code} war gültig, als Sie die Bestellung {about.OrderId} aufgegeben haben. Wir erstatten Ihnen {Money(about, about.Amount)}, genau den Betrag, den der Code abgezogen hätte.";

    public override string ExpiredWithinGrace(ReplyContext about) =>
        $"{about.Code} war {EndedAt(about)}kurz vor Ihrer Bestellung {about.OrderId} abgelaufen. Weil es so knapp war, wenden wir ihn gern trotzdem an: Wir erstatten Ihnen {Money(about, about.Amount)}.";

    public override string UnderReview(ReplyContext about) =>
        $"{(about.Claim.Kind == ClaimKind.Complaint ? "Es tut uns leid, dass wir Sie enttäuscht haben, und wir danken Ihnen für Ihre Offenheit" : "Danke für Ihre Nachricht" + Subject(about))}. Wir möchten uns das genauer ansehen und haben es deshalb an eine Kollegin oder einen Kollegen weitergegeben; Sie bekommen{By(about)} eine persönliche Antwort. Bis dahin brauchen Sie nichts weiter zu tun.";

    public override string PotentialSystemError(ReplyContext about) =>
        $"Danke für Ihre Nachricht{Subject(about)}; es tut uns leid, dass Sie Mühe damit hatten. Nach unseren eigenen Aufzeichnungen haben Sie den Code{EnteredAt(about)} eingegeben, und es sieht so aus, als hätte er gelten müssen. Damit nichts übersehen wird, geht eine Kollegin oder ein Kollege dem als Erstes nach; Sie bekommen{By(about)} eine persönliche Antwort.";

    public override string PromisedCodeFound(ReplyContext about, Remedy.OwnCode code) =>
        $"Danke für den Hinweis, dass Ihr Code nicht bei Ihnen angekommen ist; das tut uns leid. Wir haben ihn gefunden, hier ist er noch einmal ({code.Summary}):";

    public override string Recovery(ReplyContext about, Remedy.OwnCode code) =>
        $"Es tut uns leid, dass wir Sie enttäuscht haben, und wir danken Ihnen für Ihre Offenheit. Was Sie uns geschrieben haben, ist bei Ihnen vermerkt, damit es nicht vergessen wird. Wir möchten es mit einem eigenen Code für Ihre nächste Bestellung wiedergutmachen ({code.Summary}):";

    public override string LoyalCustomer(ReplyContext about, Remedy.OwnCode code) =>
        $"Danke für Ihre Anfrage und vor allem dafür, dass Sie immer wieder bei uns bestellen. Gern geben wir Ihnen einen eigenen Code für Ihre nächste Bestellung ({code.Summary}):";

    public override string SignificantFirstPurchase(ReplyContext about, Remedy.OwnCode code) =>
        $"Danke, dass Sie sich für eine erste Bestellung dieser Größe an uns wenden. Gern heißen wir Sie mit einem eigenen Code willkommen ({code.Summary}):";

    public override string Goodwill(ReplyContext about, Remedy.OwnCode code) =>
        $"Ganz ohne etwas möchten wir Sie nicht lassen: Hier ist ein eigener Code für Ihre nächste Bestellung ({code.Summary}):";

    public override string WorksOnce(ReplyContext about, DateTimeOffset? until) =>
        until is { } end ? $"Er gilt einmal, bis {Instant(about, end)}." : "Er gilt einmal.";

    public override string OrderReturned(ReplyContext about) =>
        $"Die Bestellung {about.OrderId} wurde vollständig zurückgegeben, und was Sie dafür bezahlt haben, wurde erstattet. Es ist also nichts mehr da, wovon {about.Code} abgezogen werden könnte, und nichts weiter zu erstatten.";

    public override string NoPromisedCode(ReplyContext about) =>
        "Danke für den Hinweis, dass ein Code nicht bei Ihnen angekommen ist. Wir haben in unseren Unterlagen nachgesehen und keinen noch offenen Code für Sie gefunden, den wir erneut senden könnten.";

    public override string Complaint(ReplyContext about) =>
        "Es tut uns leid, dass wir Sie enttäuscht haben, und wir danken Ihnen für Ihre Offenheit. Was Sie uns geschrieben haben, ist bei Ihnen vermerkt. Einen Rabatt können wir dafür nicht geben, möchten es Ihnen aber von jetzt an leichter machen.";

    public override string NoDiscountNow(ReplyContext about) =>
        "Danke für Ihr Interesse. Wir haben Ihre Anfrage geprüft und können zurzeit keinen persönlichen Rabatt geben.";

    public override string UnknownCode(ReplyContext about) =>
        $"Wir haben {about.Code} gesucht; einen solchen Code gibt es in unserem Shop nicht, deshalb konnten wir ihn nicht auf die Bestellung {about.OrderId} anwenden. Vielleicht ist ein Buchstabe verloren gegangen: Schicken Sie uns die Nachricht, in der Sie ihn gefunden haben, dann prüfen wir das.";

    public override string Expired(ReplyContext about, DateTimeOffset end) =>
        $"{about.Code} galt bis {Instant(about, end)}, und die Bestellung {about.OrderId} kam danach. Es tut uns leid, dass wir den Code nicht mehr anwenden können.";

    public override string UsedUp(ReplyContext about) =>
        $"{about.Code} ist begrenzt, in der Zahl der Einlösungen oder im Betrag, und für die Bestellung {about.OrderId} ist keine Einlösung mehr frei. Es tut uns leid, dass wir ihn nicht nachträglich anwenden können.";

    public override string NotExpired(ReplyContext about) =>
        $"{about.Code} war noch nicht abgelaufen, als Sie die Bestellung {about.OrderId} aufgegeben haben. Für sein Ende können wir deshalb leider nichts erstatten. Hat die Kasse ihn abgelehnt, oder wurde er nicht eingegeben, schreiben Sie es uns, dann sehen wir uns Ihre Bestellung daraufhin noch einmal an.";

    public override string TermsNotMet(ReplyContext about, IReadOnlyList<string> reasons) => reasons.Count == 0
        ? $"Wir haben uns {about.Code} und die Bestellung {about.OrderId} genau angesehen. Es tut uns leid, dass wir dafür nichts erstatten können."
        : $"Wir haben uns {about.Code} und die Bestellung {about.OrderId} genau angesehen. Der Code galt nicht: {And([.. reasons.Select(Because).Distinct()])}. Es tut uns leid, dass wir ihn nicht erstatten können.";

    public override string Refused(ReplyContext about, RefusedAttempt last, bool oftener, bool met) =>
        $"Nach unseren Aufzeichnungen wurde {about.Code} {(oftener ? "vor Ihrer Bestellung mehrmals, zuletzt " : "")}am {Instant(about, last.At)} abgelehnt, denn {And([.. last.Reasons.Select(BecauseThen).Distinct()])}{(met ? "; die Bestellung, die Sie dann aufgegeben haben, erfüllt seine Bedingungen" : "")}.";

    public override string? Offer(Remedy remedy) => remedy switch
    {
        Remedy.RunningCode running => $"{running.Code}: {running.Summary}",
        Remedy.AnnouncedCampaign announced => $"{announced.Code}: {announced.Summary}",
        Remedy.Newsletter { Url: null } => "In unserem Newsletter erfahren Sie zuerst von neuen Codes.",
        Remedy.Newsletter newsletter => $"In unserem Newsletter erfahren Sie zuerst von neuen Codes: {newsletter.Url}",
        Remedy.LoyaltyProgramme loyalty => $"Unser Treueprogramm dankt Ihnen für jede Bestellung: {loyalty.Url}",
        Remedy.Refund or Remedy.OwnCode => null,
        _ => throw new ArgumentOutOfRangeException(nameof(remedy), remedy, "No such remedy."),
    };

    private string Placed(ReplyContext about) => about.Facts.OrderPlacedAt is { } placed
        ? $"Sie ist vom {Instant(about, placed)}"
        : "Sie ist schon älter";

    private static string Subject(ReplyContext about) =>
        (Subject(about, order => "und der Bestellung " + order) ?? (about.Claim.Order is { } placed ? "der Bestellung " + placed.Id : null)) is { } subject ? " zu " + subject : "";

    private string By(ReplyContext about) => about.AnswerBy is { } latest ? $" bis spätestens {Instant(about, latest)}" : "";

    private string EndedAt(ReplyContext about) => about.Facts.CodeEndsAt is { } end ? $"am {Instant(about, end)}, " : "";

    private string EnteredAt(ReplyContext about) => about.LastWrong is { } wrong ? $" am {Instant(about, wrong.At)}" : "";

    /// <summary>Of an attempt, which may have been made with another cart than the order's.</summary>
    private static string BecauseThen(string reason) => reason switch
    {
        RefusalCodes.UnknownCode => "einen solchen Code gab es in unserem Shop nicht",
        RefusalCodes.Expired => "er war abgelaufen",
        RefusalCodes.MinimumSubtotal => "die Waren im Warenkorb erreichten den nötigen Betrag nicht",
        RefusalCodes.MinimumQuantity => "der Warenkorb enthielt weniger Artikel als nötig",
        RefusalCodes.NoEligibleItems => "kein Artikel im Warenkorb gehört zu denen, für die er gilt",
        RefusalCodes.NotCombinable => "er lässt sich mit einem anderen Code dieses Warenkorbs nicht verbinden",
        RefusalCodes.CustomerLimit => "Sie hatten ihn schon so oft eingelöst, wie er für eine Person gilt",
        RefusalCodes.CustomerRequired => "es war niemand angemeldet",
        RefusalCodes.NoDiscount => "er hätte nichts abgezogen",
        RefusalCodes.Paused or RefusalCodes.Voided => "er war zu der Zeit nicht in Gebrauch",
        RefusalCodes.CustomerTag => "der Warenkorb erfüllte seine Bedingungen nicht",
        _ => Because(reason),
    };

    private static string Because(string reason) => reason switch
    {
        RefusalCodes.NotStarted => "er hatte noch nicht begonnen",
        RefusalCodes.Expired => "er war bei der Bestellung abgelaufen",
        RefusalCodes.MinimumSubtotal => "die Waren erreichten den nötigen Betrag nicht",
        RefusalCodes.MinimumQuantity => "die Bestellung enthielt weniger Artikel als nötig",
        RefusalCodes.Channel => "er gilt für einen anderen Bestellweg",
        RefusalCodes.Region => "er gilt für eine andere Region",
        RefusalCodes.Currency => "er gilt für eine andere Währung",
        RefusalCodes.NoEligibleItems => "kein Artikel gehört zu denen, für die er gilt",
        RefusalCodes.NotCombinable => "er lässt sich mit dem anderen Code der Bestellung nicht verbinden",
        RefusalCodes.NewCustomersOnly => "er gilt für die erste Bestellung",
        RefusalCodes.ReturningCustomersOnly => "er gilt für Kunden, die schon bestellt haben",
        RefusalCodes.NotAtThisTime => "er gilt zu anderen Zeiten",
        RefusalCodes.OtherCustomer => "er wurde für jemand anderen ausgestellt",
        RefusalCodes.BudgetUsedUp => "was er noch zu vergeben hatte, reichte nicht",
        RefusalCodes.UsedUp or RefusalCodes.CustomerLimit => "keine Einlösung war mehr frei",
        RefusalCodes.Paused or RefusalCodes.Voided => "er war nicht in Gebrauch",
        _ => "die Bestellung erfüllte seine Bedingungen nicht",
    };
}
