using System.Text;
using PromoFunctions.Domain.Campaigns;
using PromoFunctions.Domain.Carts;
using PromoFunctions.Domain.Customers;
using PromoFunctions.Domain.Reading;
using PromoFunctions.Domain.Tests.Conditions;
using PromoFunctions.Domain.Tests.Discounts;

namespace PromoFunctions.Domain.Tests.Reading;

/// <summary>Whatever is done to valid JSON, reading it ends in a value or in errors, and never in an exception.</summary>
public sealed class MutatedJsonTests
{
    private const int Mutations = 20_000;
    private const int Seed = 20_260_701;

    private static readonly string[] Splinters =
    [
        "null", "true", "-1", "0", "1e400", "9999999999999999999999", "0.1", "\"\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udfff\\ud800\"", "[]", "{}",
        "[[[[", "\"2026-02-30T00:00:00Z\"", "\"9999-12-31T23:59:59-14:00\"", "\"percent-off\"", "\"kind\":", ",", ":", "\\", "\"", "\u0000", "😀", "\"a\":1,\"a\":2",
    ];

    [Fact]
    public void Definition_HoweverMutated_IsReadOrRefused() => Survive(
        Given.DefinitionJson(
            BuyGetTests.Sample,
            conditions: $"[{MinimumSubtotalTests.Sample},{WeeklyHoursTests.Sample},{ChannelTests.Sample}]",
            limits: """{"total":5,"perCustomer":1,"budget":7}""",
            combinesWith: """["items"]"""),
        CampaignDefinition.Read);

    [Fact]
    public void Cart_HoweverMutated_IsReadOrRefused() =>
        Survive(Given.Json(Given.Cart(["A tea 1 100", "B tea 2 200 sale"], shipping: 5).Write), Cart.Read);

    [Fact]
    public void Customer_HoweverMutated_IsReadOrRefused() => Survive(
        """{"id":"c-17","email":"jane@example.com","firstName":"J\u00e4ne","ordersPlaced":3,"tags":["vip","\ud83d\ude00"]}""",
        Customer.Read);

    private static void Survive<T>(string json, Func<FieldReader, T?> read)
        where T : class
    {
        var random = new Random(Seed);
        var original = Encoding.UTF8.GetBytes(json);
        var refused = 0;
        for (var i = 0; i < Mutations; i++)
        {
            var mutant = original;
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                mutant = Mutate(mutant, random);
            }

            var errors = new InputErrors();
            var value = JsonInput.Read(mutant, errors, read);
            Assert.Equal(errors.IsEmpty, value is not null);
            refused += errors.IsEmpty ? 0 : 1;
        }

        Assert.InRange(refused, Mutations / 2, Mutations);
    }

    private static byte[] Mutate(byte[] json, Random random)
    {
        var at = random.Next(json.Length + 1);
        var until = Math.Min(json.Length, at + random.Next(12));
        byte[] with = random.Next(4) switch
        {
            0 => [],
            1 => [(byte)random.Next(256)],
            2 => Encoding.UTF8.GetBytes(Splinters[random.Next(Splinters.Length)]),
            _ => json[at..until],
        };
        return random.Next(2) == 0 ? [.. json[..at], .. with, .. json[until..]] : ReplaceToken(json, with, random);
    }

    /// <summary>Puts something in the place of a whole value, so that many mutants stay JSON.</summary>
    private static byte[] ReplaceToken(byte[] json, byte[] with, Random random)
    {
        var colons = json.Select((octet, index) => (octet, index)).Where(entry => entry.octet == ':').Select(entry => entry.index).ToArray();
        if (colons.Length == 0)
        {
            return with;
        }

        var start = colons[random.Next(colons.Length)] + 1;
        var end = Array.FindIndex(json, start, octet => octet is (byte)',' or (byte)'}' or (byte)']');
        return end < 0 ? [.. json[..start], .. with] : [.. json[..start], .. with, .. json[end..]];
    }
}
