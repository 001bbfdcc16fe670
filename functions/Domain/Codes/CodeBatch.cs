using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PromoFunctions.Domain.Codes;

/// <summary>
/// The codes of a batch, derived from a secret seed: whoever completes a batch that was broken off makes the same codes again,
/// so nothing is issued twice and nothing but the seed must be kept.
/// </summary>
/// <remarks>
/// A code is the prefix, the batch's tag, the number of its chunk and <see cref="GeneratedPart.Length"/> symbols of its own. The own symbols of a
/// chunk are the output of HMAC-SHA-256 under the seed, a pseudorandom function (RFC 2104; NIST SP 800-108, counter mode): with 256
/// random bits of seed they cannot be told from chance, so each code carries its 60 bits although one may know all the others.
/// Codes are distinct by construction: those of a chunk are compared, those of different chunks differ in the chunk's number.
/// The hundred codes of a chunk are what one storage transaction holds.
/// </remarks>
/// <param name="Prefix">What all codes begin with.</param>
/// <param name="Tag"><see cref="TagLength"/> random symbols, which keep batches of the same prefix apart in storage.</param>
/// <param name="Count">From 1 to <see cref="MaxCount"/> codes.</param>
/// <param name="Seed"><see cref="SeedLength"/> bytes from a cryptographic source; secret.</param>
public sealed record CodeBatch(PromoCode Prefix, string Tag, int Count, ReadOnlyMemory<byte> Seed)
{
    /// <summary>The most codes of a batch.</summary>
    public const int MaxCount = 1_000_000;

    /// <summary>The most characters of a prefix.</summary>
    public const int MaxPrefixLength = 24;

    /// <summary>Codes of a full chunk.</summary>
    public const int ChunkSize = 100;

    /// <summary>Symbols of a tag.</summary>
    public const int TagLength = 3;

    /// <summary>Bytes of a seed.</summary>
    public const int SeedLength = 32;

    /// <summary>A new batch with a seed and a tag of its own.</summary>
    public static CodeBatch Create(PromoCode prefix, int count) =>
        new(prefix, GeneratedPart.Random(TagLength), count, RandomNumberGenerator.GetBytes(SeedLength));

    /// <summary>How many chunks there are; all are full but the last.</summary>
    public int Chunks => (Count + ChunkSize - 1) / ChunkSize;

    /// <summary>What every code of this batch begins with, and hardly any other does.</summary>
    public string Start => Prefix.Value + Tag;

    /// <summary>How many codes a chunk has.</summary>
    public int SizeOf(int chunk) => Math.Min(ChunkSize, Count - chunk * ChunkSize);

    /// <summary>
    /// The codes of a chunk, always the same and in the same order, without an end: the first <see cref="SizeOf"/> are the
    /// chunk's, and a later one takes the place of one that stands in the shop already.
    /// </summary>
    /// <param name="chunk">From 0 to below <see cref="Chunks"/>.</param>
    public IEnumerable<PromoCode> CodesOf(int chunk)
    {
        var start = Start + GeneratedPart.Number(chunk, NumberWidth());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var own = new char[GeneratedPart.Length];
        var filled = 0;
        foreach (var random in Stream(chunk))
        {
            if (GeneratedPart.SymbolOf(random) is not { } symbol)
            {
                continue;
            }

            own[filled++] = symbol;
            if (filled == own.Length)
            {
                filled = 0;
                var code = start + new string(own);
                if (seen.Add(code))
                {
                    yield return PromoCode.Parse(code);
                }
            }
        }
    }

    private IEnumerable<byte> Stream(int chunk)
    {
        var label = new byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(label, chunk);
        for (var block = 0; ; block++)
        {
            BinaryPrimitives.WriteInt32BigEndian(label.AsSpan(sizeof(int)), block);
            foreach (var random in HMACSHA256.HashData(Seed.Span, label))
            {
                yield return random;
            }
        }
    }

    /// <summary>Symbols that the largest chunk number takes; none when there is one chunk.</summary>
    private int NumberWidth()
    {
        var width = 0;
        for (var most = Chunks - 1; most > 0; most /= GeneratedPart.Symbols.Length)
        {
            width++;
        }

        return width;
    }
}
