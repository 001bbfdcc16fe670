using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.Deployment;

/// <summary>
/// What a Bicep file declares, read as far as these tests need it: our files are formatted as Bicep's own formatter writes them,
/// so a declaration begins its line and a block ends with a bracket at the start of one. CI compiles them with the real compiler.
/// </summary>
internal sealed partial class BicepFile
{
    private BicepFile(string path, string text)
    {
        (Name, Folder, Text) = (Path.GetFileName(path), Path.GetDirectoryName(path) ?? "", text);
        Code = CommentRegex().Replace(text, "");
    }

    public string Name { get; }

    public string Folder { get; }

    public string Text { get; }

    /// <summary>The text without comments.</summary>
    public string Code { get; }

    /// <summary>Whether each parameter, by its name, must be given.</summary>
    public Dictionary<string, bool> Parameters => ParameterRegex().Matches(Code).ToDictionary(match => match.Groups["name"].Value, match => !match.Groups["default"].Success);

    public IEnumerable<string> Outputs => OutputRegex().Matches(Code).Select(match => match.Groups["name"].Value);

    /// <summary>Everything that is declared under a name of its own, outputs apart.</summary>
    public IEnumerable<string> Symbols => SymbolRegex().Matches(Code).Select(match => match.Groups["name"].Value);

    /// <summary>The modules that it calls: under which name, which file, with which parameters.</summary>
    public IEnumerable<(string Symbol, string Path, string[] Parameters)> Modules => ModuleRegex().Matches(Code).Select(match =>
        (match.Groups["name"].Value, Path.Combine(Folder, match.Groups["path"].Value), MembersOf(match.Groups["body"].Value, "params")));

    public IEnumerable<string> Loaded => LoadRegex().Matches(Code).Select(match => Path.Combine(Folder, match.Groups["path"].Value));

    public static IEnumerable<BicepFile> All() =>
        Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicep", SearchOption.AllDirectories).Select(Read);

    public static BicepFile Read(string path)
    {
        var full = Path.IsPathRooted(path) ? path : Repository.PathOf(path);
        return new(full, File.ReadAllText(full));
    }

    /// <summary>The names of the members of the first object that is assigned to a name, at its own depth.</summary>
    public static string[] MembersOf(string code, string name)
    {
        var lines = code.Split('\n').SkipWhile(line => !Regex.IsMatch(line, $@"^\s*(var )?{name}( =|:) \{{$")).ToList();
        if (lines.Count == 0)
        {
            return [];
        }

        var indent = lines[0].Length - lines[0].TrimStart().Length;
        return
        [
            .. lines.Skip(1).TakeWhile(line => line.Length == 0 || line.Length - line.TrimStart().Length > indent)
                .Select(line => Regex.Match(line, $@"^ {{{indent + 2}}}(?<name>\w+):")).Where(match => match.Success).Select(match => match.Groups["name"].Value),
        ];
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex CommentRegex();

    [GeneratedRegex(@"^param (?<name>\w+) (\w+(\[\])?|\{[^}]*\})(?<default> = )?", RegexOptions.Multiline)]
    private static partial Regex ParameterRegex();

    [GeneratedRegex(@"^output (?<name>\w+) ", RegexOptions.Multiline)]
    private static partial Regex OutputRegex();

    [GeneratedRegex(@"^(param|var|resource|module) (?<name>\w+) ", RegexOptions.Multiline)]
    private static partial Regex SymbolRegex();

    [GeneratedRegex(@"^module (?<name>\w+) '(?<path>[^']+)' = (?<body>.*?)^[}\]]", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex ModuleRegex();

    [GeneratedRegex(@"loadJsonContent\('(?<path>[^']+)'\)")]
    private static partial Regex LoadRegex();
}
