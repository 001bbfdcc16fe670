#nullable disable annotations // The official assembly carries none: code must compile the same against both.

using System.Text;

namespace Azure.Data.Tables.Sas;

/// <summary>A signature and what it says, as the query of an address.</summary>
public class TableAccountSasQueryParameters
{
    internal TableAccountSasQueryParameters()
    {
    }

    /// <summary>The version that it is signed by.</summary>
    public string Version { get; internal init; } = SasFields.Version;

    /// <summary>The kinds of things that it reaches; null for a signature for one table.</summary>
    public TableAccountSasResourceTypes? ResourceTypes { get; internal init; }

    /// <summary>Over what it may travel.</summary>
    public TableSasProtocol Protocol { get; internal init; }

    /// <summary>From when it is good; the default for at once.</summary>
    public DateTimeOffset StartsOn { get; internal init; }

    /// <summary>Until when it is good.</summary>
    public DateTimeOffset ExpiresOn { get; internal init; }

    /// <summary>The addresses that it is good for.</summary>
    public TableSasIPRange IPRange { get; internal init; }

    /// <summary>The stored policy that it refers to.</summary>
    public string Identifier { get; internal init; } = string.Empty;

    /// <summary>The table that it is for; empty for an account's.</summary>
    public string Resource { get; internal init; } = string.Empty;

    /// <summary>The letters of what it permits.</summary>
    public string Permissions { get; internal init; } = string.Empty;

    /// <summary>The signature, in base 64.</summary>
    public string Signature { get; internal init; } = string.Empty;

    /// <summary>The query, without a question mark.</summary>
    public override string ToString()
    {
        var query = new StringBuilder();
        SasFields.Append(query, "sv", Version);
        if (ResourceTypes is { } types)
        {
            SasFields.Append(query, "ss", "t");
            SasFields.Append(query, "srt", SasFields.Of(types));
        }

        SasFields.Append(query, "tn", Resource);
        AppendRange(query);
        SasFields.Append(query, "spr", SasFields.Of(Protocol));
        SasFields.Append(query, "st", SasFields.Of(StartsOn));
        SasFields.Append(query, "se", SasFields.Of(ExpiresOn));
        SasFields.Append(query, "sip", IPRange.ToString());
        SasFields.Append(query, "si", Identifier);
        SasFields.Append(query, "sp", Permissions);
        SasFields.Append(query, "sig", Signature);
        return query.ToString();
    }

    /// <summary>Adds the range of rows of a table's signature.</summary>
    private protected virtual void AppendRange(StringBuilder query)
    {
    }
}
