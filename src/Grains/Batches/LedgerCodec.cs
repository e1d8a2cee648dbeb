using System.Collections.Immutable;
using System.Text;

namespace EmailCampaign.Batches;

/// <summary>
/// The stored form of a <see cref="BatchLedger"/>. The whole ledger is rewritten at each group commit, so it is kept small: an
/// untouched recipient is one byte, a sent one about ten and its provider message id.
/// </summary>
/// <remarks>
/// Format 1: format byte, writer id, version, sequence, claims (id, process id, deadline), recipient count, then for each recipient a byte
/// with the status in the low four bits and flags above, followed by the fields that the flags announce. Integers are 7-bit encoded,
/// times are milliseconds since the Unix epoch. Behind the recipients there may be accounts: their names, then the account of each recipient, 0
/// for none. A version that does not know them reads the rest, and drops them when it writes the row.
/// </remarks>
internal static class LedgerCodec
{
    private const byte Format = 1;

    [Flags]
    private enum Fields
    {
        None = 0,
        Touched = 0x10,
        Doubted = 0x20,
        Corrected = 0x40,
        Failed = 0x80,
    }

    public static byte[] Encode(BatchLedger ledger)
    {
        var writer = new LedgerWriter(new byte[128 + (ledger.Recipients.Length * 40)]);
        writer.Write(Format);
        writer.Write(ledger.WriterId);
        writer.WriteNumber(ledger.Version);
        writer.WriteNumber(ledger.Sequence);
        writer.WriteNumber(ledger.Claims.Count);
        foreach (var claim in ledger.Claims.Values.OrderBy(static claim => claim.Id))
        {
            writer.Write(claim.Id);
            writer.Write(claim.ProcessId);
            WriteTime(ref writer, claim.DeadlineAt);
        }

        writer.WriteNumber(ledger.Recipients.Length);
        var hasAccounts = false;
        foreach (var entry in ledger.Recipients)
        {
            Write(ref writer, entry);
            hasAccounts |= entry.Account is not null;
        }

        if (hasAccounts)
        {
            WriteAccounts(ref writer, ledger.Recipients);
        }

        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not a ledger, or one of a later version.</exception>
    public static BatchLedger Decode(byte[] data)
    {
        using var reader = new BinaryReader(new MemoryStream(data, writable: false), Encoding.UTF8);
        var format = reader.ReadByte();
        if (format != Format)
        {
            throw new InvalidDataException($"A ledger of format {format} cannot be read by this version.");
        }

        var writerId = ReadGuid(reader);
        var rowVersion = reader.Read7BitEncodedInt64();
        var sequence = reader.Read7BitEncodedInt64();
        var claims = ImmutableDictionary.CreateBuilder<long, Claim>();
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var claim = new Claim(reader.ReadInt64(), ReadGuid(reader), ReadTime(reader) ?? default);
            claims.Add(claim.Id, claim);
        }

        var recipients = ImmutableArray.CreateBuilder<RecipientEntry>(reader.Read7BitEncodedInt());
        while (recipients.Count < recipients.Capacity)
        {
            recipients.Add(Read(reader));
        }

        ReadAccounts(reader, recipients);
        return new BatchLedger
        {
            Recipients = recipients.MoveToImmutable(),
            Claims = claims.ToImmutable(),
            Version = rowVersion,
            WriterId = writerId,
            Sequence = sequence,
        };
    }

    private static void Write(ref LedgerWriter writer, RecipientEntry entry)
    {
        var fields = (entry.At is null ? Fields.None : Fields.Touched)
            | (entry.DoubtsEver > 0 || entry.InOpenDoubt || entry.Resent ? Fields.Doubted : Fields.None)
            | (entry.Address is null ? Fields.None : Fields.Corrected)
            | (entry.Reason == FailureReason.None && entry.Reply.Length == 0 ? Fields.None : Fields.Failed);
        writer.Write((byte)((int)entry.Status | (int)fields));
        if (fields.HasFlag(Fields.Touched))
        {
            writer.WriteNumber(entry.Attempts);
            writer.WriteNumber(entry.Generation);
            WriteTime(ref writer, entry.At);
            WriteTime(ref writer, entry.FirstAttemptAt);
            if (entry.Status == RecipientStatus.Claimed)
            {
                writer.Write(entry.ClaimId);
            }
            else if (entry.Status == RecipientStatus.Waiting)
            {
                WriteTime(ref writer, entry.DueAt);
            }

            writer.Write(entry.ProviderMessageId);
        }

        if (fields.HasFlag(Fields.Doubted))
        {
            writer.Write(entry.Resent);
            writer.WriteNumber(entry.DoubtsEver);
            writer.WriteNumber(entry.Doubts.Length);
            foreach (var claimId in entry.Doubts)
            {
                writer.Write(claimId);
            }
        }

        if (fields.HasFlag(Fields.Corrected))
        {
            writer.Write(entry.Address!);
            writer.WriteNumber(entry.AddressGeneration);
        }

        if (fields.HasFlag(Fields.Failed))
        {
            writer.WriteNumber((int)entry.Reason);
            writer.Write(entry.Reply);
        }
    }

    private static RecipientEntry Read(BinaryReader reader)
    {
        var head = reader.ReadByte();
        var status = (RecipientStatus)(head & 0x0F);
        var fields = (Fields)(head & 0xF0);
        if (fields == Fields.None && status == RecipientStatus.Pending)
        {
            return RecipientEntry.New;
        }

        var entry = new RecipientEntry { Status = status };
        if (fields.HasFlag(Fields.Touched))
        {
            entry = entry with
            {
                Attempts = reader.Read7BitEncodedInt(),
                Generation = reader.Read7BitEncodedInt(),
                At = ReadTime(reader),
                FirstAttemptAt = ReadTime(reader),
                ClaimId = status == RecipientStatus.Claimed ? reader.ReadInt64() : 0,
                DueAt = status == RecipientStatus.Waiting ? ReadTime(reader) : null,
                ProviderMessageId = reader.ReadString(),
            };
        }

        if (fields.HasFlag(Fields.Doubted))
        {
            entry = entry with { Resent = reader.ReadBoolean(), DoubtsEver = reader.Read7BitEncodedInt(), Doubts = ReadDoubts(reader) };
        }

        if (fields.HasFlag(Fields.Corrected))
        {
            entry = entry with { Address = reader.ReadString(), AddressGeneration = reader.Read7BitEncodedInt() };
        }

        return fields.HasFlag(Fields.Failed)
            ? entry with { Reason = (FailureReason)reader.Read7BitEncodedInt(), Reply = reader.ReadString() }
            : entry;
    }

    private static void WriteAccounts(ref LedgerWriter writer, ImmutableArray<RecipientEntry> recipients)
    {
        var accounts = recipients.Select(static entry => entry.Account).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        writer.WriteNumber(accounts.Count);
        foreach (var account in accounts)
        {
            writer.Write(account);
        }

        foreach (var entry in recipients)
        {
            writer.WriteNumber(entry.Account is { } account ? accounts.IndexOf(account) + 1 : 0);
        }
    }

    private static void ReadAccounts(BinaryReader reader, ImmutableArray<RecipientEntry>.Builder recipients)
    {
        if (reader.BaseStream.Position == reader.BaseStream.Length)
        {
            return;
        }

        var accounts = new string[reader.Read7BitEncodedInt()];
        for (var index = 0; index < accounts.Length; index++)
        {
            accounts[index] = reader.ReadString();
        }

        for (var index = 0; index < recipients.Count; index++)
        {
            if (reader.Read7BitEncodedInt() is var number and > 0)
            {
                recipients[index] = recipients[index] with { Account = accounts[number - 1] };
            }
        }
    }

    private static ImmutableArray<long> ReadDoubts(BinaryReader reader)
    {
        var doubts = ImmutableArray.CreateBuilder<long>(reader.Read7BitEncodedInt());
        while (doubts.Count < doubts.Capacity)
        {
            doubts.Add(reader.ReadInt64());
        }

        return doubts.MoveToImmutable();
    }

    private static Guid ReadGuid(BinaryReader reader)
    {
        Span<byte> bytes = stackalloc byte[16];
        reader.BaseStream.ReadExactly(bytes);
        return new Guid(bytes);
    }

    // 0 stands for "none": nothing here happened in 1970.
    private static void WriteTime(ref LedgerWriter writer, DateTimeOffset? time) => writer.WriteNumber(time?.ToUnixTimeMilliseconds() ?? 0);

    private static DateTimeOffset? ReadTime(BinaryReader reader)
        => reader.Read7BitEncodedInt64() is var milliseconds and not 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}
