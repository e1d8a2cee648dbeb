using System.Text;

namespace EmailCampaign.Campaigns;

/// <summary>The stored form of the batches' summaries: about a dozen bytes a batch.</summary>
/// <remarks>Format 1: version byte, number of batches, then for each a bit mask of what is not zero, and those counts, 7-bit encoded.</remarks>
internal static class BatchSummaryCodec
{
    private const byte Version = 1;
    private const int DueBit = 1 << 9;

    public static byte[] Encode(IReadOnlyList<BatchSummary> summaries)
    {
        using var stream = new MemoryStream(8 + (summaries.Count * 12));
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write7BitEncodedInt(summaries.Count);
        foreach (var summary in summaries)
        {
            var counts = Counts(summary);
            var mask = summary.NextDueAt is null ? 0 : DueBit;
            for (var index = 0; index < counts.Length; index++)
            {
                mask |= counts[index] == 0 ? 0 : 1 << index;
            }

            writer.Write7BitEncodedInt(mask);
            foreach (var count in counts.Where(static count => count != 0))
            {
                writer.Write7BitEncodedInt(count);
            }

            if (summary.NextDueAt is { } due)
            {
                writer.Write7BitEncodedInt64(due.ToUnixTimeMilliseconds());
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are of a later version.</exception>
    public static List<BatchSummary> Decode(byte[] data)
    {
        if (data.Length == 0)
        {
            return [];
        }

        using var reader = new BinaryReader(new MemoryStream(data, writable: false), Encoding.UTF8);
        var version = reader.ReadByte();
        if (version != Version)
        {
            throw new InvalidDataException($"Batch summaries of format {version} cannot be read by this version.");
        }

        var summaries = new List<BatchSummary>(reader.Read7BitEncodedInt());
        while (summaries.Count < summaries.Capacity)
        {
            var mask = reader.Read7BitEncodedInt();
            var counts = new int[9];
            for (var index = 0; index < counts.Length; index++)
            {
                counts[index] = (mask & (1 << index)) == 0 ? 0 : reader.Read7BitEncodedInt();
            }

            DateTimeOffset? due = (mask & DueBit) == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64());
            summaries.Add(Summary(counts, due));
        }

        return summaries;
    }

    private static int[] Counts(BatchSummary summary) =>
    [
        summary.Counts.Pending, summary.Counts.Claimed, summary.Counts.Waiting, summary.Counts.Sent, summary.Counts.Dead,
        summary.Counts.InDoubt, summary.Counts.Suppressed, summary.Counts.Discarded, summary.UnfinishedInDoubt,
    ];

    private static BatchSummary Summary(int[] counts, DateTimeOffset? due) => new(
        new RecipientCounts
        {
            Pending = counts[0],
            Claimed = counts[1],
            Waiting = counts[2],
            Sent = counts[3],
            Dead = counts[4],
            InDoubt = counts[5],
            Suppressed = counts[6],
            Discarded = counts[7],
        },
        counts[8],
        due);
}
