using PromoFunctions.Domain.Reading;

namespace PromoFunctions.Domain.Claims.Policies;

/// <summary>The policies that come with this program, one file each: version 1 is in force from the first start on.</summary>
public sealed class WrittenPolicy : IPolicyStore
{
    /// <summary>Version 1.</summary>
    public static PolicyVersion First { get; } = new(1, DateTimeOffset.UnixEpoch, Load("policy-1.json"));

    /// <inheritdoc/>
    public Task<PolicyVersion> CurrentAsync(CancellationToken cancellationToken) => Task.FromResult(First);

    /// <inheritdoc/>
    public Task<PolicyVersion?> FindAsync(int version, CancellationToken cancellationToken) =>
        Task.FromResult(version == First.Version ? First : null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PolicyStamp>> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<PolicyStamp>>([First.Stamp]);

    private static Policy Load(string file)
    {
        using var resource = typeof(WrittenPolicy).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The program was built without {file}.");
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        var errors = new InputErrors();
        return JsonInput.Read(bytes.ToArray(), errors, Policy.Read)
            ?? throw new InvalidOperationException($"{file}{errors.ToList()[0].Key} {errors.ToList()[0].Value[0]}");
    }
}
