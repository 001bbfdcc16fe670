namespace PromoFunctions.App.Notices;

/// <summary>When customers are told that a personal code ends.</summary>
/// <param name="Ahead">Setting <c>CodeNoticeDays</c>: how long before the end, 3 days when nothing is said; zero for never.</param>
public sealed record NoticeSettings(TimeSpan Ahead);
