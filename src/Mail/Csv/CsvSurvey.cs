using System.Security.Cryptography;

namespace EmailCampaign.Mail.Csv;

/// <summary>What one pass over the raw bytes of a file shows.</summary>
/// <param name="Length">Bytes in all.</param>
/// <param name="Sha256">Of all of them, in lower-case hexadecimal.</param>
/// <param name="Head">The first 4 KB, or the whole file when it is shorter.</param>
/// <param name="Utf8">How it reads as UTF-8.</param>
internal sealed record CsvSurvey(long Length, string Sha256, byte[] Head, Utf8Tally Utf8)
{
    private const int HeadSize = 4096;
    private const int BlockSize = 256 * 1024;
    private const int LongestTail = 3; // an unfinished UTF-8 sequence

    public static async Task<CsvSurvey> ReadAsync(Stream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var utf8 = new Utf8Tally();
        var head = new MemoryStream(HeadSize);
        var blockSize = (int)Math.Clamp(file.Length, HeadSize, BlockSize);
        var block = new byte[LongestTail + blockSize];
        var length = 0L;
        var tail = 0;

        while (true)
        {
            var read = await file.ReadAsync(block.AsMemory(tail, blockSize), cancellationToken).ConfigureAwait(false);
            var fresh = block.AsSpan(tail, read);
            hash.AppendData(fresh);
            head.Write(fresh[..(int)Math.Min(read, HeadSize - head.Length)]);
            length += read;

            var known = block.AsSpan(0, tail + read);
            tail = utf8.Add(known, last: read == 0);
            if (read == 0)
            {
                return new(length, Convert.ToHexStringLower(hash.GetHashAndReset()), head.ToArray(), utf8);
            }

            known[^tail..].CopyTo(block);
        }
    }
}
