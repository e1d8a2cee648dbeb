using System.Collections.Immutable;
using EmailCampaign.Batches;
using FsCheck;
using FsCheck.Fluent;

namespace EmailCampaign.Grains.Tests.Batches;

/// <summary>Ledgers with any entries.</summary>
internal static class AnyLedger
{
    public static readonly Gen<DateTimeOffset> Times =
        Gen.Choose(1, int.MaxValue).Select(static value => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000L + (value * 37L)));

    private static readonly Gen<string> Texts = Gen.Elements("", "550 no", "späte Antwort", "東京 🎉", "a\r\nb", new string('x', 300));

    // Any entry that the rules can make: fields that a status does not have are empty.
    public static readonly Gen<RecipientEntry> Entries =
        from status in Gen.Elements(Enum.GetValues<RecipientStatus>())
        from attempts in Gen.Choose(0, 100)
        from generation in Gen.Choose(0, 300)
        from claimId in Gen.Choose(1, int.MaxValue)
        from doubts in Gen.Choose(int.MinValue, int.MaxValue).ListOf().Resize(3)
        from resent in Gen.Elements(true, false)
        from doubtsEver in Gen.Choose(0, 5)
        from address in Gen.Elements(null, "new@example.com")
        from first in Gen.Elements(true, false)
        from firstAt in Times
        from at in Times
        from due in Times
        from reason in Gen.Elements(Enum.GetValues<FailureReason>())
        from reply in Texts
        from id in Texts
        from account in Gen.Elements(null, null, "smtp", "backup")
        select new RecipientEntry
        {
            Status = status,
            Attempts = attempts,
            Generation = generation,
            ClaimId = status == RecipientStatus.Claimed ? claimId : 0,
            Doubts = [.. doubts.Select(static doubt => (long)doubt)],
            Resent = resent,
            DoubtsEver = doubtsEver,
            Address = address,
            AddressGeneration = address is null ? 0 : generation,
            FirstAttemptAt = first ? firstAt : null,
            At = at,
            DueAt = status == RecipientStatus.Waiting ? due : null,
            Reason = reason,
            Reply = reply,
            ProviderMessageId = id,
            Account = account,
        };

    public static readonly Gen<BatchLedger> Ledgers =
        from entries in Gen.Frequency((1, Gen.Constant(RecipientEntry.New)), (3, Entries)).ListOf().Resize(40)
        from ids in Gen.Choose(int.MinValue, int.MaxValue).ListOf().Resize(5)
        from writer in Gen.Choose(0, int.MaxValue)
        from sequence in Gen.Choose(0, int.MaxValue)
        from deadline in Times
        select new BatchLedger
        {
            Recipients = [.. entries],
            Claims = ids.Distinct().ToImmutableDictionary(static id => (long)id, id => new Claim(id, new Guid(writer, 1, 2, new byte[8]), deadline)),
            WriterId = new Guid(writer, 3, 4, new byte[8]),
            Sequence = sequence,
            Version = writer,
        };
}
