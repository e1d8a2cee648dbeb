using System.Collections.Immutable;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using EmailCampaign.Directory;
using EmailCampaign.Quotas;
using EmailCampaign.Rejects;

namespace EmailCampaign.Grains.Tests.Storage;

/// <summary>One state of each kind in which every field has a value of its own.</summary>
internal static class States
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 30, 15, 123, TimeSpan.Zero);

    public static BatchLedger Ledger => new()
    {
        WriterId = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        Sequence = 300,
        Version = 70_000,
        Claims = ImmutableDictionary<long, Claim>.Empty
            .Add(-5, new Claim(-5, new Guid("ffeeddcc-bbaa-9988-7766-554433221100"), Day))
            .Add(long.MaxValue, new Claim(long.MaxValue, new Guid("01010101-0202-0303-0404-050505050505"), Day.AddSeconds(10))),
        Recipients =
        [
            RecipientEntry.New,
            new() { Status = RecipientStatus.Claimed, Attempts = 1, ClaimId = -5, FirstAttemptAt = Day, At = Day },
            new()
            {
                Status = RecipientStatus.Claimed, Attempts = 2, ClaimId = long.MaxValue, FirstAttemptAt = Day.AddHours(-1), At = Day,
                Doubts = [17], Resent = true, DoubtsEver = 1, Reason = FailureReason.AnswerLost, Reply = "lost",
            },
            new()
            {
                Status = RecipientStatus.Waiting, Attempts = 3, FirstAttemptAt = Day, At = Day.AddMinutes(1), DueAt = Day.AddHours(1),
                Reason = FailureReason.TemporaryFailure, Reply = "451 4.7.1 später",
            },
            new()
            {
                Status = RecipientStatus.Sent, Attempts = 1, Generation = 2, FirstAttemptAt = Day, At = Day.AddSeconds(2),
                ProviderMessageId = "msg-1@provider", Address = "new@example.com", AddressGeneration = 1, DoubtsEver = 2,
            },
            new()
            {
                Status = RecipientStatus.Dead, Attempts = 8, FirstAttemptAt = Day, At = Day.AddDays(1),
                Reason = FailureReason.UnknownMailbox, Reply = "550 5.1.1 no such user",
            },
            new()
            {
                Status = RecipientStatus.InDoubt, Attempts = 2, FirstAttemptAt = Day, At = Day.AddMinutes(3),
                Doubts = [1, long.MinValue], Resent = true, DoubtsEver = 2, Reason = FailureReason.SenderLost, Reply = "gone",
            },
            new() { Status = RecipientStatus.Suppressed, At = Day, Reason = FailureReason.Policy, Reply = "on the list" },
            new() { Status = RecipientStatus.Discarded, Attempts = 1, FirstAttemptAt = Day, At = Day, Reason = FailureReason.BadAddress, Reply = "553" },
        ],
    };

    public static List<BatchSummary> Summaries =>
    [
        new(new RecipientCounts(), 0, NextDueAt: null),
        new(new RecipientCounts { Pending = 500 }, 0, NextDueAt: null),
        new(
            new RecipientCounts { Pending = 1, Claimed = 2, Waiting = 3, Sent = 400, Dead = 5, InDoubt = 6, Suppressed = 7, Discarded = 8 },
            9, Day),
    ];

    public static CampaignPlan Plan => new()
    {
        Definition = new CampaignDefinition
        {
            Id = "spring",
            Name = "Spring",
            FromName = "Acme",
            FromAddress = "news@acme.example",
            ReplyTo = "help@acme.example",
            Headers = [new("X-A", "b")],
            Settings = [new("offer", "10 %")],
            Provider = "smtp",
            Guarantee = DeliveryGuarantee.AtMostOnce,
            RatePerSecond = 14,
            ScheduledAt = Day.AddDays(1),
            Template = new TemplateContent
            {
                Subject = "Hello {{ name }}",
                Html = "<p>Hello</p>",
                Text = "Hello",
                Attachments = [new AttachedFile("terms.pdf", "application/pdf", [0x25, 0x50])],
            },
            Contacts = new ContactFile
            {
                Name = "contacts.csv",
                Length = 12_345_678_901,
                Sha256 = "aa11",
                Encoding = "windows-1252",
                ByteOrderMark = true,
                Delimiter = ';',
                SeparatorLine = true,
                Columns = ["name", "email"],
                EmailColumn = 1,
            },
            Fingerprint = "bb22",
            Again = true,
        },
        SigningKey = [.. Enumerable.Range(0, 32).Select(static value => (byte)value)],
        CreatedAt = Day,
    };

    public static CampaignState Campaign => new()
    {
        Phase = CampaignPhase.Paused,
        PauseReason = PauseReason.ProviderRefuses,
        Reason = "535 5.7.8 bad credentials",
        Epoch = 3,
        Held = true,
        StartedAt = Day,
        FinishedAt = Day.AddHours(2),
        RatePerSecond = 2.5,
        Cursor = new ImportCursor
        {
            Offset = 9_876_543_210,
            Line = 1002,
            Rows = new RowCounts { Accepted = 1000, Rejected = 2, Duplicates = 1 },
            Batches = 2,
        },
        Imported = true,
        ImportProblem = "a problem",
        Rows = new RowCounts { Accepted = 1001, Rejected = 3, Duplicates = 4 },
        Batches = BatchSummaryCodec.Encode(Summaries),
        StartedMark = 2,
        EmptyVariables = [new("city", 12)],
    };

    public static CampaignState DeletedCampaign => Campaign with { Phase = CampaignPhase.Deleting, DeletedBatches = 48, DeletedRejectPages = 16 };

    /// <summary>As rows were written before campaigns could be deleted.</summary>
    public static DirectoryState Directory => new() { Pages = 3, Open = ["spring", "autumn-2"] };

    public static BatchContent Contacts => new(
        [
            new BatchRecipient(2, "ann@example.com", ["Ann", "ann@example.com"]),
            new BatchRecipient(3, "ben@example.com", ["Ben", "Ben@example.com", "", "東京 🎉"]),
            new BatchRecipient(70_000, "çelik@example.com", []),
        ],
        new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));

    public static StoredRecipients Recipients => new()
    {
        Lines = [2, 3, 70_000],
        Addresses = ["ann@example.com", "ben@example.com", "çelik@example.com"],
        Values = [["Ann", "ann@example.com"], ["Ben", "ben@example.com"], ["", "çelik@example.com"]],
    };

    public static QuotaState Quota => new()
    {
        Changes = [new LimitChange(LimitKind.PerDay, Limit: null), new LimitChange(LimitKind.Domain, 12.5, "gmail.com")],
        Minute = ImmutableSortedDictionary<long, int>.Empty.Add(3_000_000_000, 7),
        Hour = ImmutableSortedDictionary<long, int>.Empty.Add(50_000_000, 70).Add(50_000_001, 1),
        Day = ImmutableSortedDictionary<long, int>.Empty.Add(2_000_000, 700),
    };

    public static RejectPageState Rejects => new()
    {
        Rows =
        [
            new RejectedRow(4, RowRejection.BadAddress, "no @", [0x61, 0x2C, 0xFF]),
            new RejectedRow(9, RowRejection.Duplicate, "ann@example.com is in line 2 already", []),
        ],
    };

    public static DirectoryPageState DirectoryPage => new()
    {
        Entries = [new DirectoryEntry("spring", "Spring", Day, "bb22"), new DirectoryEntry("autumn-2", "Autumn", Day.AddDays(7), "cc33")],
    };
}
