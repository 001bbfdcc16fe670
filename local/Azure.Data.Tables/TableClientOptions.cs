#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>How a client talks: service version, and what <see cref="ClientOptions"/> offers (retries, transport, policies).</summary>
public class TableClientOptions : ClientOptions
{
    private const ServiceVersion LatestVersion = ServiceVersion.V2020_12_06;

    /// <summary>Options for a version of the service.</summary>
    /// <param name="serviceVersion">The version of the Table REST protocol to speak.</param>
    /// <exception cref="ArgumentOutOfRangeException">No such version.</exception>
    public TableClientOptions(ServiceVersion serviceVersion = LatestVersion) => VersionString = serviceVersion switch
    {
        ServiceVersion.V2019_02_02 => "2019-02-02",
        ServiceVersion.V2020_12_06 => "2020-12-06",
        _ => throw new ArgumentOutOfRangeException(nameof(serviceVersion)),
    };

    /// <summary>Versions of the Table REST protocol.</summary>
#pragma warning disable CA1008, CA1707, CA1034 // Named, numbered and nested as in the official package.
    public enum ServiceVersion
    {
        /// <summary>2019-02-02.</summary>
        V2019_02_02 = 1,

        /// <summary>2020-12-06.</summary>
        V2020_12_06 = 2,
    }
#pragma warning restore CA1008, CA1707, CA1034

    /// <summary>Whose tokens a <see cref="TokenCredential"/> is asked for; null stands for the public cloud.</summary>
    public TableAudience? Audience { get; set; }

    /// <summary>The value of the <c>x-ms-version</c> header.</summary>
    internal string VersionString { get; }
}
