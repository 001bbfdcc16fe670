using System.Net.Http.Headers;
using SendGrid.Helpers.Reliability;

namespace SendGrid;

/// <summary>Where and how a client sends.</summary>
public class BaseClientOptions
{
    private ReliabilitySettings reliability = new();

    /// <summary>Retries of the client's own <see cref="HttpClient"/>; default: none.</summary>
    /// <exception cref="ArgumentNullException">Set to null.</exception>
    public ReliabilitySettings ReliabilitySettings
    {
        get => reliability;
        set => reliability = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <summary>Headers of every request; <c>Content-Type</c> sets the media type.</summary>
    public Dictionary<string, string> RequestHeaders { get; set; } = [];

    /// <summary>Scheme, host and perhaps a path, before the version.</summary>
    public string Host { get; set; }

    /// <summary>Default: <c>v3</c>.</summary>
    public string Version { get; set; } = "v3";

    public string UrlPath { get; set; }

    public AuthenticationHeaderValue Auth { get; set; }

    /// <summary>Throw for a failed status; default: answer it.</summary>
    public bool HttpErrorAsException { get; set; }
}
