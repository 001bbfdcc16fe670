using System.Globalization;
using PromoFunctions.Storage.Ledger;

namespace PromoFunctions.Storage.Tests.Ledger.Customers;

public sealed class CustomerBucketTests
{
    private static readonly LaneKey Lane = new("summer", 3);

    [Fact]
    public void Bucket_AfterItsRow_HoldsEverybodyAsBefore()
    {
        var bucket = CustomerBucket.Empty.With([
            (Key(1), CustomerUses.None with { Count = 1 }),
            (Key(2), new CustomerUses(300, 2, CustomerUses.None.Seen.Add("web", "2026-12-31").Add("Läden & mehr", "2027-01-01"))),
            ("anything else", CustomerUses.None with { Count = int.MaxValue, Prepared = -1 }),
        ]);

        var read = CustomerBucket.Read(bucket.ToRow(Lane, 7));

        Assert.Equal(3, read.All.Count);
        foreach (var (key, uses) in bucket.All)
        {
            var found = Assert.IsType<CustomerUses>(read.Find(key));
            Assert.Equal((uses.Count, uses.Prepared), (found.Count, found.Prepared));
            Assert.Equal(uses.Seen, found.Seen);
        }

        Assert.Equal((300, "2027-01-01"), (read.Find(Key(2))?.Count ?? 0, read.Find(Key(2))?.Seen["Läden & mehr"]));
        Assert.Equal((int.MaxValue, -1), (read.Find("anything else")?.Count ?? 0, read.Find("anything else")?.Prepared ?? 0));
        Assert.Null(read.Find(Key(3)));
        Assert.Null(read.Find("anything els"));
    }

    [Fact]
    public void Bucket_WithChanges_KeepsTheOthersAndForgetsWhoHasNothing()
    {
        var seen = CustomerUses.None.SeenIn("web", "2026-11-21");
        var before = CustomerBucket.Empty.With([.. Enumerable.Range(0, 50).Select(i => (Key(i), seen with { Count = i + 1 }))]);

        var after = before.With([(Key(7), seen with { Count = 100 }), (Key(8), CustomerUses.None), (Key(99), seen)]);

        Assert.Equal(50, after.All.Count);
        Assert.Null(after.Find(Key(8)));
        Assert.All(Enumerable.Range(0, 50).Where(i => i is not 8), i => Assert.Equal(i == 7 ? 100 : i + 1, after.Find(Key(i))?.Count));
        Assert.Equal("2026-11-21", after.Find(Key(99))?.Seen["web"]);
    }

    /// <summary>Keys that differ in one digit are two customers: nobody is refused for another's uses.</summary>
    [Fact]
    public void Bucket_KeysThatDifferInOneDigit_AreTwoCustomers()
    {
        var key = Key(0);
        var bucket = CustomerBucket.Empty.With([(key, CustomerUses.None with { Count = 1 })]);

        Assert.All(Enumerable.Range(0, key.Length), i => Assert.Null(bucket.Find(key[..i] + (key[i] == '0' ? '1' : '0') + key[(i + 1)..])));
        Assert.Null(bucket.Find(key.ToUpperInvariant() + "Z"));
    }

    /// <summary>A sixteenth of ten million customers over the buckets of a lane: a quarter of the most that an entity takes.</summary>
    [Fact]
    public void Bucket_OfTenMillionCustomersOverSixteenLanes_FitsItsRow()
    {
        const int Customers = 10_000_000 / 16 / CustomerBucket.Count;
        var seen = CustomerUses.None.SeenIn("web", "2026-11-21") with { Count = 1 };

        var row = CustomerBucket.Empty.With([.. Enumerable.Range(0, Customers).Select(i => (Key(i), seen))]).ToRow(Lane, 63);

        var pieces = row.Keys.Where(name => name.StartsWith('B')).Select(row.GetBinary).ToList();
        Assert.True(pieces.Count > 1 && pieces.TrueForAll(piece => piece.Length <= 64 * 1024), string.Join(' ', pieces.Select(piece => piece.Length)));
        Assert.InRange(pieces.Sum(piece => piece.Length), Customers * 20, Customers * 26);
        Assert.Equal(Customers, CustomerBucket.Read(row).All.Count);
    }

    [Theory]
    [InlineData("2026-11-30", "2026-12-01", 2)] // One week over two months.
    [InlineData("2026-11-20", "2026-11-23", 2)] // One month over two weeks.
    [InlineData("2026-11-27", "2026-12-02", 1)] // Both are over.
    public void Uses_SeenInAnotherChannel_ForgetTheChannelsWhoseWeekAndMonthAreOver(string first, string then, int channels) =>
        Assert.Equal(channels, CustomerUses.None.SeenIn("web", first).SeenIn("app", then).Seen.Count);

    [Fact]
    public void Lane_SpreadsItsCustomersOverItsBucketsEvenly()
    {
        var ofLane = Enumerable.Range(0, 100_000).Select(Key).Where(key => LaneKey.Of(key, 16) == 5).ToList();
        var counts = ofLane.CountBy(LaneKey.BucketOf).Select(bucket => bucket.Value).ToList();

        Assert.Equal(CustomerBucket.Count, counts.Count);
        Assert.InRange(counts.Max(), ofLane.Count / CustomerBucket.Count, 2 * ofLane.Count / CustomerBucket.Count);
    }

    private static string Key(int number) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture))).AsSpan(0, 16));
}
