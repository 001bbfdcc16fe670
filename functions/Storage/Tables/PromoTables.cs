using Azure.Data.Tables;

namespace PromoFunctions.Storage.Tables;

/// <summary>The tables of an installation, by name. Keys are described where the rows are written.</summary>
/// <param name="service">The account, with the client's usual retries.</param>
/// <param name="once">The same account without retries.</param>
public sealed class PromoTables(TableServiceClient service, TableServiceClient once)
{
    /// <summary>Campaigns, their versions, public codes and the log of their changes.</summary>
    internal TableClient Catalog { get; } = service.GetTableClient("Catalog");

    /// <summary>Every code there is, and where those that work once stand.</summary>
    internal TableClient Codes { get; } = service.GetTableClient("Codes");

    /// <summary>Batches of unique codes, with the seeds that they are made from; imports and personal codes, with their counts.</summary>
    internal TableClient Batches { get; } = service.GetTableClient("Batches");

    /// <summary>Which codes came with an import, and which personal ones a campaign has.</summary>
    internal TableClient CodePages { get; } = service.GetTableClient("CodePages");

    /// <summary>Which codes a person has.</summary>
    internal TableClient CodePersons { get; } = service.GetTableClient("CodePersons");

    /// <summary>Which codes with an end of their own are to be looked at, by minute.</summary>
    internal TableClient CodeDue { get; } = service.GetTableClient("CodeDue");

    /// <summary>How many codes ended unused on which day.</summary>
    internal TableClient CodeEnds { get; } = service.GetTableClient("CodeEnds");

    /// <summary>What every order asked for and what was decided: the point of idempotency.</summary>
    internal TableClient Orders { get; } = service.GetTableClient("Orders");

    /// <summary>Each campaign's counters and what has not settled yet.</summary>
    internal TableClient Lanes { get; } = service.GetTableClient("Lanes");

    /// <summary>The append-only ledger.</summary>
    internal TableClient Journal { get; } = service.GetTableClient("Journal");

    /// <summary>What happened to each customer.</summary>
    internal TableClient History { get; } = service.GetTableClient("History");

    /// <summary>The figures of sealed days.</summary>
    internal TableClient Rollups { get; } = service.GetTableClient("Rollups");

    /// <summary>What a sweep has to look at, by minute.</summary>
    internal TableClient Due { get; } = service.GetTableClient("Due");

    /// <summary>Who collects a campaign's last room from its lanes.</summary>
    internal TableClient Collector { get; } = service.GetTableClient("Collector");

    /// <summary>Computed reports as flat, typed rows.</summary>
    internal TableClient Reports { get; } = service.GetTableClient("Reports");

    /// <summary>Who sent how many unknown codes in the last minutes.</summary>
    internal TableClient Guesses { get; } = service.GetTableClient("Guesses");

    /// <summary>Who sent too many, in the order in which that was found.</summary>
    internal TableClient GuessBlocks { get; } = service.GetTableClient("GuessBlocks");

    /// <summary>Which mails were sent.</summary>
    internal TableClient Mails { get; } = service.GetTableClient("Mails");

    /// <summary>What is still to be mailed.</summary>
    internal TableClient MailContents { get; } = service.GetTableClient("MailContents");

    /// <summary>What customers want to be mailed.</summary>
    internal TableClient Preferences { get; } = service.GetTableClient("Preferences");

    /// <summary>The claims desk's policies, and which one is in force.</summary>
    internal TableClient Policies { get; } = service.GetTableClient("Policies");

    /// <summary>How far recurring work is.</summary>
    internal TableClient Work { get; } = service.GetTableClient("Work");

    /// <summary>Whose erasure is under way.</summary>
    internal TableClient Erasures { get; } = service.GetTableClient("Erasures");

    /// <summary>Lanes without the client's own retries: a transaction that was sent twice could land after its second sending was refused.</summary>
    internal TableClient LanesOnce { get; } = once.GetTableClient("Lanes");

    /// <summary>A table of another feature of this project.</summary>
    internal TableClient Named(string name) => service.GetTableClient(name);

    /// <summary>Names of the tables there are that begin so.</summary>
    internal IAsyncEnumerable<string> NamesAsync(string prefix, CancellationToken cancellationToken) =>
        service.QueryAsync(cancellationToken: cancellationToken).Select(table => table.Name).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>Creates what is missing. May run on several instances at once.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        foreach (var table in new[] { Catalog, Codes, Batches, CodePages, CodePersons, CodeDue, CodeEnds, Orders, Lanes, Journal, History, Rollups, Due, Collector, Reports, Guesses, GuessBlocks, Mails, MailContents, Preferences, Policies, Erasures, Work })
        {
            await table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Throws unless the table service answers. One request.</summary>
    public async Task PingAsync(CancellationToken cancellationToken) =>
        await Catalog.GetEntityIfExistsAsync<TableEntity>("ping", "ping", cancellationToken: cancellationToken).ConfigureAwait(false);
}
