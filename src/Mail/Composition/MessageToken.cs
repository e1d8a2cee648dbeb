using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace EmailCampaign.Mail.Composition;

/// <summary>
/// Says which message of which recipient a bounce, a complaint or an event is about. Signed, so that nobody can report about a
/// mail that was not sent to him.
/// </summary>
/// <param name="CampaignId">Lower-case letters, digits and '-'; never a '.'.</param>
/// <param name="Batch">0-based.</param>
/// <param name="Row">Place in the batch, 0-based.</param>
/// <param name="Generation">Rises with each replay: another generation is another message.</param>
public sealed record MessageToken(string CampaignId, int Batch, int Row, int Generation)
{
    private const int MacBytes = 10;

    // Three points and numbers of ten digits.
    private const int Numbers = 3 * 11;

    private const int LongestOnStack = 256;

    private static readonly SearchValues<char> OfIds = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>
    /// <c>id.batch.row.generation.mac</c>: a dot-atom of RFC 5322 made of <c>[a-z0-9.-]</c>, the same for the same key.
    /// </summary>
    /// <exception cref="InvalidOperationException">The campaign id holds other characters, or a number is negative.</exception>
    public string Sign(ReadOnlySpan<byte> key)
    {
        using var prepared = Prepare(key);
        return Sign(prepared);
    }

    /// <summary>A key that signs many tokens, one after the other; the caller disposes it.</summary>
    public static IncrementalHash Prepare(ReadOnlySpan<byte> key) => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>The same with a key from <see cref="Prepare"/>, which costs a third.</summary>
    public string Sign(IncrementalHash key)
    {
        if (!IsLegal)
        {
            throw new InvalidOperationException("This token cannot be written: its campaign id or one of its numbers is not legal.");
        }

        var most = Purpose.Length + CampaignId.Length + Numbers;
        Span<byte> signed = most <= LongestOnStack ? stackalloc byte[LongestOnStack] : new byte[most];
        Purpose.CopyTo(signed);
        Utf8.TryWrite(signed[Purpose.Length..], CultureInfo.InvariantCulture, $"{CampaignId}.{Batch}.{Row}.{Generation}", out var length);
        signed = signed[..(Purpose.Length + length)];
        key.AppendData(signed);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.GetHashAndReset(mac);
        return string.Concat(Encoding.ASCII.GetString(signed[Purpose.Length..]), ".", Base32.Encode(mac[..MacBytes]));
    }

    /// <summary>Reads a token in constant time. Null when it is malformed or not signed with this key.</summary>
    public static MessageToken? Verify(string token, ReadOnlySpan<byte> key)
    {
        var parts = token.Split('.', 6);
        if (parts.Length != 5 || !Number(parts[1], out var batch) || !Number(parts[2], out var row)
            || !Number(parts[3], out var generation))
        {
            return null;
        }

        // Signing again and comparing the whole text also refuses every other spelling of the same numbers.
        var claimed = new MessageToken(parts[0], batch, row, generation);
        return claimed.IsLegal && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(claimed.Sign(key)), Encoding.UTF8.GetBytes(token))
            ? claimed
            : null;
    }

    // Purpose and version keep this signature from being taken for another one under the same key.
    private static ReadOnlySpan<byte> Purpose => "message-token/1:"u8;

    private bool IsLegal => Batch >= 0 && Row >= 0 && Generation >= 0 && CampaignId.Length > 0 && !CampaignId.AsSpan().ContainsAnyExcept(OfIds);

    private static bool Number(string text, out int value)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
