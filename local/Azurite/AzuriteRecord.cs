using System.Text.Json;

namespace PromoFunctions.Local.Azurite;

/// <summary>
/// What `azurite.json` in a data folder says about the Azurite of that folder. It is written before the process is
/// started (<see cref="Pid"/> 0), by launch.cjs as soon as there is one, and once more when it answers.
/// </summary>
/// <param name="Pid">The process; 0 while it is being started.</param>
/// <param name="Port">The loopback port of its table service.</param>
/// <param name="Started">What <see cref="ProcessIdentity.StartOf"/> said of it; null until it answered.</param>
internal sealed record AzuriteRecord(int Pid, int Port, string? Started)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Whether the process that is meant runs; as long as it is unconfirmed, any process of its id.</summary>
    internal bool IsAlive => ProcessIdentity.StartOf(Pid) is { } started && (Started is null || Started == started);

    /// <summary>Null when there is no record, or one that nobody can read (a disk that ran full, an editor).</summary>
    internal static AzuriteRecord? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<AzuriteRecord>(File.ReadAllText(path), Json);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Completes the record with the process's start, by which a later process of the same id is told apart.</summary>
    internal AzuriteRecord Confirm(string path)
    {
        AzuriteRecord confirmed = this with { Started = ProcessIdentity.StartOf(Pid) };
        confirmed.Write(path);
        return confirmed;
    }

    /// <summary>Replaces the file whole: a reader sees the old record or the new one.</summary>
    internal void Write(string path)
    {
        string draft = $"{path}.{Environment.ProcessId}";
        File.WriteAllText(draft, JsonSerializer.Serialize(this, Json));
        File.Move(draft, path, overwrite: true);
    }
}
