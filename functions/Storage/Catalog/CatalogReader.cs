using System.Collections.Immutable;
using Azure.Data.Tables;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Storage.Tables;

namespace PromoFunctions.Storage.Catalog;

/// <summary>A view with the number of the last change that is in it.</summary>
internal sealed record CatalogState(long Sequence, ImmutableDictionary<CampaignId, Campaign> Campaigns, ImmutableDictionary<PromoCode, PublicCode> Codes)
{
    /// <summary>One view for as long as nothing changes. A copy made by <c>with</c> carries the view of what it was copied from, so it is compared.</summary>
    public CatalogView View =>
        field is { } view && ReferenceEquals(view.Campaigns, Campaigns) && ReferenceEquals(view.Codes, Codes) ? view : field = new(Campaigns, Codes);
}

/// <summary>Reads the catalogue: whole at first, then what its log of changes names.</summary>
internal sealed class CatalogReader(PromoTables tables)
{
    /// <summary>Beyond as many changes the whole is read again.</summary>
    private const int MostChanges = 200;

    /// <summary>The present state. One request when nothing changed since <paramref name="known"/>.</summary>
    public async Task<CatalogState> ReadAsync(CatalogState? known, CancellationToken cancellationToken)
    {
        // The stamp first: what changes while the rest is read has a later number and is read again.
        var stamp = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.StampRow, cancellationToken).ConfigureAwait(false);
        var sequence = stamp?.GetInt64(CampaignRow.Sequence) ?? 0;
        if (known is null || sequence - known.Sequence > MostChanges || sequence < known.Sequence)
        {
            return await ReadAllAsync(sequence, cancellationToken).ConfigureAwait(false);
        }

        var state = known;
        for (var change = known.Sequence + 1; change <= sequence; change++)
        {
            var row = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOfChange(change), cancellationToken).ConfigureAwait(false);
            state = await ApplyAsync(state with { Sequence = change }, row?.GetString("Key") ?? "", cancellationToken).ConfigureAwait(false);
        }

        return state;
    }

    /// <summary>A campaign as stored, or null; with the row that it came from.</summary>
    public async Task<(Campaign Campaign, TableEntity Row)?> FindCampaignAsync(CampaignId id, Campaign? known, CancellationToken cancellationToken)
    {
        if (await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOf(id.Value), cancellationToken).ConfigureAwait(false) is not { } row)
        {
            return null;
        }

        // Versions are never rewritten: only those that are not known are read.
        var versions = new List<CampaignVersion>(known?.Versions ?? []);
        for (var number = versions.Count + 1; number <= CampaignRow.VersionsOf(row); number++)
        {
            var version = await tables.Catalog.FindAsync(CampaignRow.Partition, CampaignRow.KeyOfVersion(id.Value, number), cancellationToken).ConfigureAwait(false)
                ?? throw new InvalidDataException($"Version {number} of a campaign is missing.");
            versions.Add(CampaignRow.ReadVersion(version));
        }

        return (Restore(id, row, versions), row);
    }

    private async Task<CatalogState> ApplyAsync(CatalogState state, string key, CancellationToken cancellationToken)
    {
        if (key.StartsWith(CampaignRow.CampaignPrefix, StringComparison.Ordinal))
        {
            var id = CampaignId.Parse(key[CampaignRow.CampaignPrefix.Length..]);
            return await FindCampaignAsync(id, state.Campaigns.GetValueOrDefault(id), cancellationToken).ConfigureAwait(false) is { } found
                ? state with { Campaigns = state.Campaigns.SetItem(id, found.Campaign) }
                : state;
        }

        if (key.StartsWith(CampaignRow.CodePrefix, StringComparison.Ordinal)
            && await tables.Catalog.FindAsync(CampaignRow.Partition, key, cancellationToken).ConfigureAwait(false) is { } row)
        {
            var code = CampaignRow.ReadCode(row);
            return state with { Codes = state.Codes.SetItem(code.Code, code) };
        }

        return state;
    }

    private async Task<CatalogState> ReadAllAsync(long sequence, CancellationToken cancellationToken)
    {
        var heads = new List<TableEntity>();
        var versions = new Dictionary<string, List<CampaignVersion>>(StringComparer.Ordinal);
        var codes = ImmutableDictionary.CreateBuilder<PromoCode, PublicCode>();
        await foreach (var row in tables.Catalog.RowsAsync(CampaignRow.Partition, CampaignRow.VersionPrefix, cancellationToken).ConfigureAwait(false))
        {
            var id = row.RowKey[CampaignRow.VersionPrefix.Length..row.RowKey.LastIndexOf('|')];
            if (!versions.TryGetValue(id, out var list))
            {
                versions[id] = list = [];
            }

            list.Add(CampaignRow.ReadVersion(row));
        }

        // Before the versions' rows could come others that are newer; heads are read after, and what they lack is fetched one by one.
        await foreach (var row in tables.Catalog.RowsAsync(CampaignRow.Partition, CampaignRow.CampaignPrefix, cancellationToken).ConfigureAwait(false))
        {
            heads.Add(row);
        }

        await foreach (var row in tables.Catalog.RowsAsync(CampaignRow.Partition, CampaignRow.CodePrefix, cancellationToken).ConfigureAwait(false))
        {
            var code = CampaignRow.ReadCode(row);
            codes[code.Code] = code;
        }

        var campaigns = ImmutableDictionary.CreateBuilder<CampaignId, Campaign>();
        foreach (var head in heads)
        {
            var id = CampaignId.Parse(head.RowKey[CampaignRow.CampaignPrefix.Length..]);
            var known = versions.GetValueOrDefault(id.Value) ?? [];
            var count = CampaignRow.VersionsOf(head);
            campaigns[id] = known.Count >= count
                ? Restore(id, head, known[..count])
                : (await FindCampaignAsync(id, null, cancellationToken).ConfigureAwait(false))?.Campaign
                    ?? throw new InvalidDataException("A campaign's row is gone.");
        }

        return new(sequence, campaigns.ToImmutable(), codes.ToImmutable());
    }

    private static Campaign Restore(CampaignId id, TableEntity row, IReadOnlyList<CampaignVersion> versions) =>
        Campaign.Restore(id, row.GetInt32(CampaignRow.Revision) ?? 0, CampaignRow.ReadDefinition(row), [.. versions.Take(CampaignRow.VersionsOf(row))], CampaignRow.ReadStatuses(row), CampaignRow.LanesOf(row));
}
