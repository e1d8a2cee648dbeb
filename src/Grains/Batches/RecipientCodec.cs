using System.Text;

namespace EmailCampaign.Batches;

/// <summary>The stored form of a batch's contacts. Orleans' would remember each string to find it again, which costs more than the strings.</summary>
/// <remarks>
/// Format 1: format byte, then each contact: address, count of values, values. A text is its length in octets and UTF-8; a value has one added
/// to its length, and 0 stands for the address, which most files have among the values. Numbers are 7-bit encoded.
/// </remarks>
internal static class RecipientCodec
{
    private const byte Format = 1;
    private const int TypicalRow = 96;

    public static byte[] Encode(IReadOnlyList<BatchRecipient> recipients)
    {
        var writer = new LedgerWriter(recipients.Count * TypicalRow);
        try
        {
            writer.Write(Format);
            foreach (var recipient in recipients)
            {
                writer.Write(recipient.Address);
                writer.WriteNumber(recipient.Values.Length);
                foreach (var value in recipient.Values)
                {
                    Write(ref writer, value, recipient.Address);
                }
            }

            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    /// <summary>Where each contact begins.</summary>
    /// <exception cref="InvalidDataException">The bytes are no contacts, or those of a later version.</exception>
    public static int[] Places(byte[]? contacts, int count)
    {
        if (contacts is not [Format, .. var rest])
        {
            throw new InvalidDataException("The recipients of a batch are in a format that this version does not read.");
        }

        var places = new int[count];
        ReadOnlySpan<byte> left = rest;
        for (var place = 0; place < count; place++)
        {
            places[place] = contacts.Length - left.Length;
            Skip(ref left, ReadNumber(ref left));
            for (var values = ReadNumber(ref left); values > 0; values--)
            {
                Skip(ref left, Math.Max(ReadNumber(ref left) - 1, 0));
            }
        }

        return left.IsEmpty ? places : throw new InvalidDataException("The recipients of a batch end before their bytes do.");
    }

    public static string Address(ReadOnlySpan<byte> contact) => ReadText(ref contact, ReadNumber(ref contact));

    public static (string Address, string[] Values) Contact(ReadOnlySpan<byte> contact)
    {
        var address = ReadText(ref contact, ReadNumber(ref contact));
        var values = new string[ReadNumber(ref contact)];
        for (var place = 0; place < values.Length; place++)
        {
            var length = ReadNumber(ref contact);
            values[place] = length == 0 ? address : ReadText(ref contact, length - 1);
        }

        return (address, values);
    }

    private static void Write(ref LedgerWriter writer, string value, string address)
    {
        if (value == address)
        {
            writer.WriteNumber(0);
        }
        else
        {
            writer.Write(value, lengthMore: 1);
        }
    }

    private static string ReadText(ref ReadOnlySpan<byte> left, int length)
    {
        var text = length == 0 ? "" : Encoding.UTF8.GetString(left[..length]);
        left = left[length..];
        return text;
    }

    private static void Skip(ref ReadOnlySpan<byte> left, int length) => left = left[length..];

    private static int ReadNumber(ref ReadOnlySpan<byte> left)
    {
        var number = 0;
        for (var shift = 0; shift < 32; shift += 7)
        {
            var next = left[0];
            left = left[1..];
            number |= (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return number >= 0 ? number : throw new InvalidDataException("A length in the recipients of a batch is not one.");
            }
        }

        throw new InvalidDataException("A number in the recipients of a batch is too long.");
    }
}
