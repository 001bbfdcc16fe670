using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PromoFunctions.App.Tests.Running;

namespace PromoFunctions.App.Tests.OpenApi;

/// <summary>A document, and what was seen to be as it says.</summary>
internal sealed class ApiContract(JsonNode document)
{
    private readonly SchemaCheck _check = new(document);
    private readonly List<(string Id, string Method, Regex Path)> _routes = [];

    /// <summary>The operations by id.</summary>
    public IReadOnlyDictionary<string, (string Path, string Method, JsonNode Said)> Operations { get; } = (document["paths"]?.AsObject() ?? [])
        .SelectMany(path => path.Value?.AsObject().Select(operation => (path.Key, operation.Key, Said: operation.Value ?? new JsonObject())) ?? [])
        .ToDictionary(operation => operation.Said["operationId"]?.GetValue<string>() ?? "", operation => (operation.Item1, operation.Item2, operation.Said));

    /// <summary>Operations of which an answer below 400 was seen.</summary>
    public HashSet<string> Good { get; } = [];

    /// <summary>Operations of which a refusal other than 401 was seen.</summary>
    public HashSet<string> Bad { get; } = [];

    public SchemaCheck Check => _check;

    /// <summary>The operation that a request is for.</summary>
    public string OperationOf(HttpMethod method, string path) => FindOperation(method, path) ?? throw new InvalidOperationException($"No operation is {method} {path}.");

    /// <summary>The operation that a request is for; null when there is none.</summary>
    public string? FindOperation(HttpMethod method, string path)
    {
        if (_routes.Count == 0)
        {
            // As routing has it: a fixed path before one with a place in it.
            _routes.AddRange(Operations.OrderBy(operation => operation.Value.Path.Count(character => character == '{')).Select(operation => (
                operation.Key,
                operation.Value.Method,
                new Regex("^" + Regex.Replace(Regex.Escape(operation.Value.Path), @"\\\{[^/]+?}", "[^/]+") + "$", RegexOptions.CultureInvariant))));
        }

        var plain = path.Split('?')[0];
        return _routes.FirstOrDefault(route => string.Equals(route.Method, method.Method, StringComparison.OrdinalIgnoreCase) && route.Path.IsMatch(plain)).Id;
    }

    /// <summary>Fails unless an answer is one that the document has: its status, media type and body.</summary>
    public void Hold(HttpMethod method, string path, Reply reply)
    {
        var id = OperationOf(method, path.StartsWith('/') ? path : "/api/" + path);
        var told = Operations[id].Said["responses"]?[reply.Status.ToString(CultureInfo.InvariantCulture)];
        Assert.True(told is not null, $"{id} answers {reply.Status}, which is not described: {reply}");
        var content = told["content"] as JsonObject;
        if (content is null)
        {
            Assert.True(reply.Text.Length == 0, $"{id} answers {reply.Status} with a body, which is not described: {reply}");
        }
        else
        {
            var described = content[reply.MediaType ?? ""];
            Assert.True(described is not null, $"{id} answers {reply.Status} as {reply.MediaType}: {reply}");
            if (reply.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
            {
                var wrong = _check.Wrong(JsonNode.Parse(reply.Text), described["schema"]);
                Assert.True(wrong.Count == 0, $"{id} {reply.Status}: {string.Join(' ', wrong)}\n{reply}");
            }
        }

        if (reply.Status < 400)
        {
            Good.Add(id);
        }
        else if (reply.Status != 401)
        {
            Bad.Add(id);
        }
    }
}
