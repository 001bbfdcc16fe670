namespace Azure.Data.Tables.Sas;

/// <summary>Over what a signature may travel.</summary>
public enum TableSasProtocol
{
    /// <summary>Unsaid, which is both.</summary>
    None = 0,

    /// <summary>Both.</summary>
    HttpsAndHttp = 1,

    /// <summary>HTTPS alone.</summary>
    Https = 2,
}
