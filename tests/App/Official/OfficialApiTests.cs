using System.Reflection;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Official;

/// <summary>
/// The functions use nothing that the official packages lack, though they are built against local/ here. official-api.txt lists, of
/// the types in use, every public and protected member of Microsoft.Azure.Functions.Worker 2.52.0 and its extensions,
/// Azure.Data.Tables 12.11.0, Azure.Messaging.ServiceBus 7.20.1 and SendGrid 9.29.3, taken from the packages' own metadata.
/// </summary>
public sealed class OfficialApiTests
{
    private const string List = "tests/App/Official/official-api.txt";

    private static readonly Assembly[] Functions = [typeof(AppServices).Assembly, typeof(Storage.StorageServices).Assembly];

    private static readonly HashSet<string> Official = [.. Repository.Text(List).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    [Fact]
    public void Types_InUse_AreOfficial() =>
        AssertOfficial(Functions.SelectMany(assembly => UsedMembers.Of(assembly).Types));

    [Fact]
    public void Members_InUse_AreOfficial()
    {
        var used = Functions.SelectMany(assembly => UsedMembers.Of(assembly).Members).ToList();

        Assert.True(used.Count > 100, "The functions use the packages.");
        AssertOfficial(used);
    }

    // The compiler writes an enum's number where its name stood, so the numbers must be the official ones.
    [Fact]
    public void Enums_InUse_HaveTheOfficialNumbers() => AssertOfficial(
        Functions.SelectMany(assembly => UsedMembers.Of(assembly).Types).Distinct().Select(Find).OfType<Type>().Where(type => type.IsEnum)
            .SelectMany(type => Enum.GetNames(type).Select(name => $"{type.FullName?.Replace('+', '.')}::{name}={Convert.ToInt64(Enum.Parse(type, name), null)}")));

    private static Type? Find(string name) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic).Select(assembly => assembly.GetType(name) ?? assembly.GetType(Nested(name))).FirstOrDefault(type => type is not null);

    private static string Nested(string name) => name.LastIndexOf('.') is var dot and > 0 ? name[..dot] + "+" + name[(dot + 1)..] : name;

    private static void AssertOfficial(IEnumerable<string> used)
    {
        var unknown = used.Distinct().Where(one => !Official.Contains(one)).Order(StringComparer.Ordinal).ToList();
        Assert.True(unknown.Count == 0, $"Not in {List}. Look them up in the official packages; what is not there does not compile in a deployment:\n{string.Join('\n', unknown)}");
    }
}
