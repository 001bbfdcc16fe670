using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PromoFunctions.App.Tests.Running;

/// <summary>A curl command as the README writes them: -s, -X, -H, -d and words in single quotes.</summary>
internal sealed partial record CurlCommand(HttpMethod Method, Uri Address, IReadOnlyList<(string Name, string Value)> Headers, string? Body)
{
    public static CurlCommand Parse(string command)
    {
        var words = WordRegex().Matches(command).Select(word => word.Value.Trim('\'')).ToList();
        Assert.Equal("curl", words[0]);
        string? method = null, address = null, body = null;
        var headers = new List<(string, string)>();
        for (var i = 1; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "-s":
                    break;
                case "-X":
                    method = words[++i];
                    break;
                case "-d":
                    body = words[++i];
                    break;
                case "-H":
                    var colon = words[++i].IndexOf(':', StringComparison.Ordinal);
                    headers.Add((words[i][..colon], words[i][(colon + 1)..].Trim()));
                    break;
                default:
                    Assert.False(words[i].StartsWith('-'), $"The test does not know curl's option {words[i]}.");
                    address = words[i];
                    break;
            }
        }

        Assert.NotNull(address);
        return new(new HttpMethod(method ?? (body is null ? "GET" : "POST")), new Uri("http://" + address), headers, body);
    }

    /// <summary>Sends the command to another port than the one that the README names.</summary>
    public async Task<JsonNode?> SendAsync(Uri app)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(Method, new Uri(app, Address.PathAndQuery));
        if (Body is not null)
        {
            // As curl does: a body without a type of its own is a form's.
            request.Content = new StringContent(Body, System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        }

        foreach (var (name, value) in Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [GeneratedRegex("'[^']*'|\\S+")]
    private static partial Regex WordRegex();
}
