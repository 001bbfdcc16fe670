namespace PromoFunctions.App.Codes;

/// <summary>An enumerator whose first step is made already: what fails there fails before anything is sent.</summary>
internal sealed class PeekedCodes : IAsyncEnumerator<ExportedCode>
{
    private readonly IAsyncEnumerator<ExportedCode> _rows;
    private readonly bool _any;
    private bool _begun;

    private PeekedCodes(IAsyncEnumerator<ExportedCode> rows, bool any)
    {
        _rows = rows;
        _any = any;
    }

    /// <inheritdoc/>
    public ExportedCode Current => _rows.Current;

    /// <summary>Makes the first step.</summary>
    public static async Task<PeekedCodes> OpenAsync(IAsyncEnumerator<ExportedCode> rows) =>
        new(rows, await rows.MoveNextAsync().ConfigureAwait(false));

    /// <inheritdoc/>
    public ValueTask<bool> MoveNextAsync()
    {
        if (_begun)
        {
            return _any ? _rows.MoveNextAsync() : new(false);
        }

        _begun = true;
        return new(_any);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _rows.DisposeAsync();
}
