using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PromoFunctions.Domain.Codes;
using PromoFunctions.Domain.Evaluation;
using PromoFunctions.Domain.Ledger;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Faults;

/// <summary>What a seed asks of the ledger: campaigns, and what each of several clients does, one after the other.</summary>
internal sealed class HistoryScript
{
    /// <summary>The batch of every other code that works once.</summary>
    public const string Batch = "batch";

    /// <summary>Every so many seeds have a storm: of releases, of refunds, of orders that come several times, of orders over several campaigns.</summary>
    private const int Stormy = 4;

    /// <summary>Every so many seeds have a storm of changes.</summary>
    private const int Changing = 7;

    /// <summary>Every so many seeds have so many holds at once that no transaction takes them all.</summary>
    private const int Crowded = 60;

    private readonly Random _random;
    private readonly List<Step.Redeem> _redeems = [];
    private readonly string _tag;
    private readonly string[] _customers;
    private readonly HashSet<string> _claimed = new(StringComparer.Ordinal);
    private int _orders;

    /// <summary>Draws it.</summary>
    /// <param name="seed">The same one draws the same.</param>
    /// <param name="tag">What all names begin with.</param>
    public HistoryScript(int seed, string tag)
    {
        (_random, _tag, SweptByMarks, AsksBeforeExhaustion) = (new(seed), tag, seed % 2 == 1, seed % 4 > 1);
        Stalls = IsHasty(seed) || seed % Stormy == 1 ? 0.05 : seed % (4 * Stormy) == 3 * Stormy ? 0.15 : 0;

        // Two and two share a bucket, so that they meet in one row.
        var names = Enumerable.Range(0, 300).Select(i => $"{_tag}-u{i}").GroupBy(LaneKey.BucketOf).Where(bucket => bucket.Count() > 1).Take(2);
        _customers = [.. names.SelectMany(bucket => bucket.Take(2))];
        Campaigns = [.. Enumerable.Range(0, 2 + _random.Next(2)).Select(i => new ModelCampaign(
            $"{_tag}-c{i}",
            seed % Crowded == 0 ? 130 : _random.Next(5) == 0 ? null : 1 + _random.Next(8),
            seed % Crowded != 0 && _random.Next(3) == 0 ? 100 * (1 + _random.Next(8)) : null,
            _random.Next(2) == 0 ? 1 + _random.Next(2) : null,
            Changes: _random.Next(3) == 0 || seed % Changing == 0)
        {
            // Rarely as many as a large campaign has; of a crowd one, so that all meet there.
            Lanes = seed % Crowded == 0 || (seed + i) % 2 == 0 ? 1 : (seed + i) % 59 == 0 ? 16 : 3,
            Codes = [.. Enumerable.Range(0, 2).Select(code => PromoCode.Parse($"ONCE{i}{code}{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{tag} {i} {code}")))[..32]}"))],
        })];
        Clients = [.. Enumerable.Range(0, 3 + _random.Next(4)).Select(_ => (IReadOnlyList<Step>)[.. Enumerable.Range(0, 2 + _random.Next(4)).SelectMany(_ => _random.Next(6) == 0 ? Resale() : [Next()])])];
        if (seed % Stormy == 0)
        {
            Clients = [.. Clients.Take(2), [.. seed % Crowded == 0 ? Crowd() : (seed / Stormy % 4) switch { 0 => Releases(), 1 => Refunds(), 2 => Doubles(), _ => Severals() }]];
        }
        else if (seed % Changing == 0)
        {
            Clients = [.. Clients.Take(2), [.. Changes()]];
        }
    }

    public IReadOnlyList<ModelCampaign> Campaigns { get; }

    public IReadOnlyList<IReadOnlyList<Step>> Clients { get; }

    /// <summary>Whether what is left is found by marks alone.</summary>
    public bool SweptByMarks { get; }

    /// <summary>Whether time goes by so fast that owners are taken over while they are at work.</summary>
    public static bool IsHasty(int seed) => seed % (4 * Stormy) == 2 * Stormy;

    /// <summary>Whether it is asked what is left before all of it is taken, or only after.</summary>
    public bool AsksBeforeExhaustion { get; }

    /// <summary>Share of the lanes' transactions that are held up.</summary>
    public double Stalls { get; }

    /// <summary>Whether some claim is of that order too, so that it may have several redemptions.</summary>
    public bool HasClaims(string orderId) => _claimed.Contains(orderId);

    private Step Next()
    {
        var campaign = Campaigns[_random.Next(Campaigns.Count)];
        if (campaign.Changes && _random.Next(5) == 0)
        {
            return Change(campaign);
        }

        switch (_random.Next(32))
        {
            case < 5 when _redeems.Count > 0:
                return _redeems[_random.Next(_redeems.Count)];
            case < 6 when _redeems.Count > 0:
                var other = _redeems[_random.Next(_redeems.Count)];
                return Keep(other with { Intent = other.Intent with { ContentHash = other.Intent.ContentHash + "'", OrderValue = 1 } });
            case < 8:
                return Keep(Claim(campaign));
            case < 9 when _random.Next(2) == 0:
                return new Step.Pause(campaign.Codes[_random.Next(campaign.Codes.Count)], TimeSpan.FromMilliseconds(_random.Next(3_000)));
            case < 9:
                return new Step.Ask(campaign.Id, _random.Next(3) == 0 ? null : _customers[_random.Next(_customers.Length)], _random.Next(2) == 0);
            case < 11:
                return new Step.Seal(campaign.Id);
            case < 14 when _redeems.Count > 0:
                return new Step.End(_redeems[_random.Next(_redeems.Count)].Intent.OrderId, _random.Next(2) == 0);
            case >= 26 when _redeems.Count > 0:
                return new Step.Refund(_redeems[_random.Next(_redeems.Count)], new($"r{_random.Next(3)}", _random.Next(2) == 0 ? null : [new RefundedUnits("1", 1 + _random.Next(2))]));
            case < 15:
                return _random.Next(3) == 0 ? new Step.SweepDue() : new Step.Sweep(campaign.Id, _random.Next(2) == 0);
            case < 16:
                return new Step.Pass(TimeSpan.FromSeconds(_random.Next(90)));
            case < 19:
                return Keep(new(Single(_random.Next(3) == 0 ? Campaigns : [campaign], campaign), Retroactive: false));
            case < 22:
                return Keep(new(Intent(Campaigns.Where(each => each == campaign || _random.Next(2) == 0), 1), Retroactive: false));
            default:
                return Keep(new(Intent([campaign], 1 + _random.Next(2)), Retroactive: false));
        }
    }

    /// <summary>A hold that another process ends, and somebody elsewhere who wants the use at once.</summary>
    private IEnumerable<Step> Resale()
    {
        var campaigns = Campaigns.Where(campaign => _random.Next(2) == 0).DefaultIfEmpty(Campaigns[0]).ToList();
        var hold = Keep(new(Intent(campaigns, 1) with { HoldFor = TimeSpan.FromMinutes(4) }, Retroactive: false));
        return
        [
            hold,
            new Step.At(_random.Next(8), new Step.End(hold.Intent.OrderId, _random.Next(4) == 0)),
            new Step.At(_random.Next(8), Keep(new(Intent([campaigns[0]], 1) with { CustomerKey = _random.Next(2) == 0 ? hold.Intent.CustomerKey : null }, Retroactive: false))),
        ];
    }

    /// <summary>Many hold uses of one campaign, all let go at once, some of them by two who do not agree, and others want them in that moment.</summary>
    private IEnumerable<Step> Releases()
    {
        var campaign = Campaigns[_random.Next(Campaigns.Count)];
        var holds = Many(() => new(Intent(_random.Next(3) == 0 ? Campaigns : [campaign], 1) with { HoldFor = TimeSpan.FromMinutes(4) }, Retroactive: false));
        return
        [
            new Step.Storm(holds),
            new Step.Storm([.. Shuffled([.. holds.SelectMany(hold => Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => new Step.End(hold.Intent.OrderId, _random.Next(4) == 0))), .. Wanting(campaign)])]),
        ];
    }

    /// <summary>Many orders of one campaign, all refunded at once, some of them twice, and others want their uses in that moment.</summary>
    private IEnumerable<Step> Refunds()
    {
        var campaign = Campaigns[_random.Next(Campaigns.Count)];
        var bought = Many(() => new(Intent([campaign], 1) with { HoldFor = null }, Retroactive: false));
        return
        [
            new Step.Storm(bought),
            new Step.Storm([.. Shuffled([
                .. bought.SelectMany(each => Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => new Step.Refund(each, new($"r{_random.Next(2)}", _random.Next(3) == 0 ? [new RefundedUnits("1", 2)] : null)))),
                .. Wanting(campaign)])]),
        ];
    }

    /// <summary>Orders that come to several processes at once, as after a click that nobody seemed to answer.</summary>
    private IEnumerable<Step> Doubles()
    {
        var (campaign, one) = (Campaigns[0], Campaigns[1].Codes[0]);
        var orders = Enumerable.Range(0, 2 + _random.Next(9)).Select(_ => Keep(_random.Next(5) switch
        {
            // One code, in whatever lane.
            < 2 => new(Single([Campaigns[1]], Campaigns[1], one), Retroactive: false),
            2 => new(Intent(Campaigns, 1), Retroactive: false),
            3 => Claim(campaign),
            _ => new(Intent([campaign], 1), Retroactive: false),
        })).ToList();
        var paused = new Step.Later(TimeSpan.FromMilliseconds(_random.Next(4_000)), new Step.Pause(one, TimeSpan.FromSeconds(1 + _random.Next(6))));
        return [new Step.Storm([.. Shuffled([paused, .. orders.SelectMany(order => Enumerable.Repeat(order, 2 + _random.Next(2)))])])];
    }

    /// <summary>Orders of few customers over several campaigns, all at once, and others of the same customers over one.</summary>
    private IEnumerable<Step> Severals() =>
        [new Step.Storm([.. Shuffled([.. Many(() => new(Intent(_random.Next(3) == 0 ? [Campaigns[0]] : Campaigns, 1) with { CustomerKey = _customers[_random.Next(2)] }, Retroactive: false))])])];

    /// <summary>Limits of one campaign that several change at once, while others want its uses or let them go; and once more after what was not saved has lapsed.</summary>
    private IEnumerable<Step> Changes()
    {
        var campaign = Campaigns[0];
        var bought = Many(() => new(Intent([campaign], 1) with { HoldFor = _random.Next(2) == 0 ? null : TimeSpan.FromMinutes(4) }, Retroactive: false));
        return
        [
            new Step.Storm([.. Shuffled([.. bought, .. Several(2, () => Change(campaign))])]),
            new Step.Storm([.. Shuffled([.. bought.Take(5).Select(each => new Step.End(each.Intent.OrderId, _random.Next(3) == 0)), .. Several(3, () => Change(campaign)), .. Wanting(campaign).Select(each => new Step.Later(TimeSpan.FromSeconds(_random.Next(24)), each))])]),
            new Step.Pass(TimeSpan.FromSeconds(_random.Next(30))),
            new Step.Storm([.. Shuffled([.. Several(2, () => Change(campaign)), .. Wanting(campaign)])]),

            // So slow to save that it is lifted by whoever wants what was taken away for it.
            new Step.Storm([
                new Step.Change(campaign.Id, [(LimitKind.Total, 1 + _random.Next(3))], TimeSpan.FromSeconds(17 + _random.Next(8))),
                .. Many(() => new(Intent([campaign], 1) with { HoldFor = null }, Retroactive: false)).Select(each => new Step.Later(TimeSpan.FromSeconds(14 + _random.Next(9)), each))]),
        ];
    }

    /// <summary>So many hold a use that no transaction takes them all in; then all let go.</summary>
    private IEnumerable<Step> Crowd()
    {
        var campaign = Campaigns[0];
        var holds = Enumerable.Range(0, 90)
            .Select(i => Keep(new(Intent([campaign], 1 + (i % 2)) with { CustomerKey = $"{_tag}-crowd{i}", HoldFor = TimeSpan.FromSeconds(i % 3 == 0 ? 20 : 240) }, Retroactive: false)))
            .ToList();
        return
        [
            new Step.Storm(holds),
            new Step.Pass(TimeSpan.FromSeconds(20)),
            new Step.Storm([.. Shuffled([.. holds.Select(hold => new Step.End(hold.Intent.OrderId, _random.Next(6) == 0)), .. Wanting(campaign)])]),
        ];
    }

    private Step.Change Change(ModelCampaign campaign) => new(
        campaign.Id,
        [.. Enumerable.Range(0, _random.Next(3) == 0 ? 2 : 1).Select(_ => _random.Next(5) switch
        {
            0 => (LimitKind.Budget, _random.Next(6) == 0 ? null : (long?)100 * (1 + _random.Next(8))),
            1 => (LimitKind.Customer, _random.Next(4) == 0 ? null : 1 + _random.Next(2)),
            _ => (LimitKind.Total, _random.Next(6) == 0 ? null : 1 + _random.Next(10)),
        })],
        SavedAfter: _random.Next(6) switch { 0 => null, 1 => TimeSpan.FromSeconds(8 + _random.Next(20)), _ => TimeSpan.Zero });

    /// <summary>For an order of its own or for one that is there; of a code that works once or of any.</summary>
    private Step.Redeem Claim(ModelCampaign campaign)
    {
        var intent = (_random.Next(4) == 0 ? Single([campaign], campaign) : Intent([campaign], 1)) with { HoldFor = null };
        if (_redeems.Count > 0 && _random.Next(2) == 0)
        {
            var order = _redeems[_random.Next(_redeems.Count)].Intent;
            _claimed.Add(order.OrderId);
            intent = intent with { OrderId = order.OrderId, CustomerKey = order.CustomerKey, Shipping = order.Shipping, Channel = order.Channel };
            if (_random.Next(2) == 0 && intent.Parts[0].Stamp is null)
            {
                intent = intent with { Parts = [intent.Parts[0] with { Code = "CLAIM" }] };
            }
        }

        return new(intent, Retroactive: true);
    }

    private List<Step.Redeem> Many(Func<Step.Redeem> make) => [.. Enumerable.Range(0, 6 + _random.Next(10)).Select(_ => Keep(make()))];

    private IEnumerable<Step> Several(int most, Func<Step> make) => [.. Enumerable.Range(0, 1 + _random.Next(most)).Select(_ => make())];

    private IEnumerable<Step> Wanting(ModelCampaign campaign) => Enumerable.Range(0, _random.Next(5)).Select(_ => Keep(new(Intent([campaign], 1), Retroactive: false)));

    private Step[] Shuffled(Step[] steps)
    {
        _random.Shuffle(steps);
        return steps;
    }

    private RedemptionPart Part(ModelCampaign campaign, int code)
    {
        var discount = 10 * _random.Next(1, 20);
        return new($"CODE{code}", campaign.Id, 1, 1, discount) { Lanes = campaign.Lanes, Lines = [new AppliedLine("1", discount)] };
    }

    private Step.Redeem Keep(Step.Redeem redeem)
    {
        _redeems.Add(redeem);
        return redeem;
    }

    /// <summary>Of a code that works once.</summary>
    private RedemptionIntent Single(IEnumerable<ModelCampaign> campaigns, ModelCampaign of, PromoCode? one = null)
    {
        var intent = Intent(campaigns, 1);
        var code = (one ?? of.Codes[_random.Next(of.Codes.Count)]).Value;
        return intent with { Parts = [.. intent.Parts.Select(part => part.CampaignId == of.Id ? part with { Code = code, Stamp = new CodeStamp(null, 0, false) } : part)] };
    }

    private RedemptionIntent Intent(IEnumerable<ModelCampaign> campaigns, int codes)
    {
        var parts = campaigns
            .SelectMany(campaign => Enumerable.Range(0, codes).Select(code => Part(campaign, code)))
            .ToImmutableArray();
        var customer = _random.Next(4) == 0 ? null : _customers[_random.Next(_customers.Length)];
        return new($"{_tag}-o{_orders++}", $"hash {_orders}", customer, "EUR", _random.Next(3) == 0 ? "store" : "web", 10_000, parts.Sum(part => part.Discount), "[]", parts)
        {
            Lines = [new BoughtLine("1", 3, 1_000)],
            Shipping = 100 * _random.Next(2),
            HoldFor = _random.Next(2) == 0 ? TimeSpan.FromSeconds(_random.Next(1, _random.Next(2) == 0 ? 10 : 120)) : null,
        };
    }
}
