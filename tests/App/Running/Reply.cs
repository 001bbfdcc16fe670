using System.Text.Json.Nodes;

namespace PromoFunctions.App.Tests.Running;

/// <summary>What came back.</summary>
internal sealed record Reply(int Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The body.</summary>
    public JsonObject Json => JsonNode.Parse(Text) as JsonObject ?? throw new InvalidOperationException($"No object: {this}");

    /// <summary>The text of a member.</summary>
    public string TextOf(string member) => Json[member]?.GetValue<string>() ?? throw new InvalidOperationException($"No {member}: {this}");

    /// <summary>The JSON pointers (or names of parameters) that a 400 names.</summary>
    public IReadOnlyList<string> Places => Json["errors"] is JsonObject errors ? [.. errors.Select(error => error.Key)] : [];

    /// <summary>The codes of all reasons for which codes were rejected.</summary>
    public IReadOnlyList<string> Reasons =>
        [.. (Json["rejected"] as JsonArray ?? []).SelectMany(code => code?["reasons"] as JsonArray ?? []).Select(reason => reason?["code"]?.GetValue<string>() ?? "")];

    /// <summary>The answer in a line, for whoever reads a failure.</summary>
    public override string ToString() => $"{Status} {MediaType} {Text}";

    /// <summary>Fails with the whole answer unless it has this status.</summary>
    public Reply MustBe(int status)
    {
        Assert.True(Status == status, $"Expected {status}: {this}");
        return this;
    }

    /// <summary>Fails unless it is a problem document of this status (RFC 9457) that tells nothing of the inside.</summary>
    public Reply MustBeProblem(int status)
    {
        MustBe(status);
        Assert.Null(WhatIsWrongAsProblem());
        return this;
    }

    /// <summary>What keeps a refusal from being a problem document fit for strangers; null when nothing does.</summary>
    public string? WhatIsWrongAsProblem()
    {
        if (Status is < 400 or > 499)
        {
            return $"status {Status}";
        }

        if (MediaType != "application/problem+json")
        {
            return $"media type {MediaType}";
        }

        var problem = Json;
        if (problem["status"]?.GetValue<int>() != Status
            || new[] { "type", "title", "detail" }.Any(member => problem[member]?.GetValue<string>() is not { Length: > 0 }))
        {
            return "a member of RFC 9457 is missing or wrong";
        }

        // A trace's frame, an exception's name, .NET's own words.
        return new[] { "   at ", "Exception", "System.", ".cs:line", "Path: $" }.FirstOrDefault(trace => Text.Contains(trace, StringComparison.Ordinal));
    }
}
