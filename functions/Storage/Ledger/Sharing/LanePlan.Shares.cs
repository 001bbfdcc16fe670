using System.Collections.Immutable;
using Azure.Data.Tables;

namespace PromoFunctions.Storage.Ledger;

/// <content>Shares of the campaign's limits (escrow: P. O'Neil, "The Escrow Transactional Method", ACM TODS 11(4), 1986).</content>
internal sealed partial class LanePlan
{
    private readonly List<string> _received = [];

    /// <summary>Of a generous gift: this part of what is free, over all lanes.</summary>
    private const int GenerousPart = 2;

    /// <summary>Shares that the plan takes in, by transfer.</summary>
    public IReadOnlyList<string> Received => _received;

    /// <summary>Sends room to another lane; null when nothing is free, or the lane is frozen.</summary>
    public (string Id, OutShare Share)? Give(GiveShare command)
    {
        if (Head.Frozen)
        {
            // What came back to it since would be lost in a lane that is not frozen yet and has no such limit.
            return null;
        }

        var share = new OutShare(command.To, Part(Head.FreeUnits, command.Units), Part(Head.FreeMoney, command.Money), now);
        if (share is { Units: 0, Money: 0 })
        {
            return null;
        }

        // An id of its own for each try: one that landed unseen is a second transfer, which anybody finishes.
        var id = LaneServices.NewId();
        Head = Head with
        {
            Units = Head.Units - share.Units,
            Money = Head.Money - share.Money,
            Out = Head.Out.Add(id, share),
        };
        Writes = true;
        return (id, share);

        long Part(long? free, long need) => free is not { } left || left <= 0 || (need <= 0 && !command.Generous)
            ? 0
            : Math.Min(left, command.Generous ? Math.Max(need, left / (GenerousPart * Head.Lanes)) : need);
    }

    /// <summary>Takes a share in. A lane without that limit has no use for it, and nobody else had it.</summary>
    public void Receive(ReceiveShare command)
    {
        Head = Head with { Units = Head.Units + command.Share.Units, Money = Head.Money + command.Share.Money };
        _received.Add(command.Id);
        Writes = true;
    }

    /// <summary>Strikes a transfer off. False: it is not listed.</summary>
    public bool Drop(DropOut command)
    {
        if (!Head.Out.ContainsKey(command.Id))
        {
            return false;
        }

        Head = Head with { Out = Head.Out.Remove(command.Id) };
        Writes = true;
        return true;
    }

    /// <summary>Leaves the lane with what it has taken; null when the campaign was saved since.</summary>
    public FrozenShare? Freeze(FreezeShare command)
    {
        if (Head.Revision > command.Saved.Revision)
        {
            return null;
        }

        Stamp(command.Saved);
        if (Head.LoweredAt is not null && Head.Lowering != command.Id)
        {
            return new(0, 0, Busy: true);
        }

        Head = Head with
        {
            Units = command.Units ? Head.Taken : Head.Units,
            Money = command.Money ? Head.TakenMoney : Head.Money,
            Frozen = true,
            Lowering = command.Id,
            LoweredAt = now,
        };
        Writes = true;
        return new(Head.Taken, Head.TakenMoney);
    }

    private IEnumerable<TableTransactionAction> ReceivedActions() => _received.Select(id => new TableTransactionAction(
        TableTransactionActionType.Add, new TableEntity(lane.Partition, LaneKey.ReceivedRow(id)) { ["At"] = now }));
}
