namespace PromoFunctions.App.OpenApi;

/// <summary>What is said of an HTTP function beyond its trigger, which gives the route and the method.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="Says">What it does, in a sentence.</param>
/// <param name="Keys">The audiences whose key opens it; none for a function without a key. The first is its section.</param>
internal sealed record Call(string Function, string Says, params string[] Keys)
{
    /// <summary>The media type of JSON.</summary>
    public const string Json = "application/json";

    /// <summary>The name of the body's schema; null without a body.</summary>
    public string? Body { get; private init; }

    /// <summary>The body's media type.</summary>
    public string BodyType { get; private init; } = Json;

    /// <summary>An example of the body, as JSON.</summary>
    public string? BodyExample { get; private init; }

    /// <summary>Query parameters and headers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; private init; } = [];

    /// <summary>The answers that are no problems.</summary>
    public IReadOnlyList<Told> Answers { get; private init; } = [];

    /// <summary>The statuses of problems, beside 401, 500 and 503.</summary>
    public IReadOnlyList<int> Problems { get; private init; } = [];

    /// <summary>Whether it asks storage or a queue, and so may answer 500 and 503.</summary>
    public bool Stored { get; private init; } = true;

    /// <summary>The same with a body. A body may always be malformed, invalid or too large.</summary>
    public Call Takes(string schema, string? example = null, string type = Json) =>
        this with { Body = schema, BodyExample = example, BodyType = type, Problems = [.. Problems, 400, 413] };

    /// <summary>The same with an answer; without a schema it has no body. Several media types stand with a space between; the schema is that of JSON, others are text.</summary>
    public Call Gives(int status, string says, string? schema = null, string? example = null, string type = Json) =>
        this with { Answers = [.. Answers, new(status, says, schema, type, example)] };

    /// <summary>The same with problems.</summary>
    public Call Refuses(params int[] statuses) => this with { Problems = [.. Problems, .. statuses] };

    /// <summary>The same with a query parameter, which may be left out.</summary>
    public Call Asks(string name, string says, string schema = "text") => this with { Parameters = [.. Parameters, new(name, says, schema, InHeader: false)] };

    /// <summary>The same with a header, which may be left out.</summary>
    public Call Hears(string name, string says) => this with { Parameters = [.. Parameters, new(name, says, "text", InHeader: true)] };

    /// <summary>The same with the parameters of a list.</summary>
    public Call Pages() => Asks("limit", "The most items of the answer: 1 to 1,000, 100 when left out.", "whole").Asks("next", "The next of an earlier answer.").Refuses(400);

    /// <summary>The same with the shopper in headers, as the guess guard counts unknown codes.</summary>
    public Call Shopper() => Hears("X-Customer-Id", "Who asks.").Hears("X-Client-Address", "From which address.").Hears("X-Client-Session", "In which session.");

    /// <summary>The same, asking neither storage nor a queue.</summary>
    public Call OfMemory() => this with { Stored = false };

    /// <summary>A query parameter or a header.</summary>
    internal sealed record Parameter(string Name, string Says, string Schema, bool InHeader);

    /// <summary>An answer.</summary>
    internal sealed record Told(int Status, string Says, string? Schema, string Type, string? Example);
}
