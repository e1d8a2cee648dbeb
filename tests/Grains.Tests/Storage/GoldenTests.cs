using System.Runtime.CompilerServices;
using EmailCampaign.Batches;
using EmailCampaign.Campaigns;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace EmailCampaign.Grains.Tests.Storage;

/// <summary>
/// Every persisted state against bytes that were written once: rows of today must be readable tomorrow. A golden file is never
/// rewritten; a new format, or a new field, gets a new file beside it, and the old one is only read. A missing file is written by the first run, to be looked at and committed.
/// </summary>
public sealed class GoldenTests
{
    private static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> Written => [.. Cases.Where(static pair => pair.Value.IsWritten).Select(static pair => pair.Key)];

    private static Dictionary<string, Case> Cases => new()
    {
        ["ledger-1"] = new(() => LedgerCodec.Encode(States.Ledger), data => Shown.Of(LedgerCodec.Decode(data)), Shown.Of(States.Ledger)),
        ["ledger-1-accounts"] = new(() => LedgerCodec.Encode(Routed), data => Shown.Of(LedgerCodec.Decode(data)), Shown.Of(Routed)),
        ["batch-summaries-1"] = new(
            () => BatchSummaryCodec.Encode(States.Summaries),
            data => Shown.Of(BatchSummaryCodec.Decode(data)),
            Shown.Of(States.Summaries)),
        ["campaign-plan"] = Row(States.Plan),
        ["campaign-state"] = Former(States.Campaign),
        ["campaign-state-2"] = Former(States.DeletedCampaign),
        ["campaign-state-3"] = Row(States.DeletedCampaign with { ResumeAt = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero) }),
        ["campaign-state-new"] = Former(new CampaignState()),
        ["campaign-state-new-2"] = Former(new CampaignState()),
        ["campaign-state-new-3"] = Row(new CampaignState()),
        ["stored-recipients"] = Former(States.Recipients),
        ["recipient-contacts-1"] = new(
            () => RecipientCodec.Encode(States.Contacts.Recipients), static data => Shown.Of(Contacts(data)), Shown.Of(States.Contacts.Recipients)),
        ["stored-recipients-3"] = Row(StoredRecipients.From(States.Contacts)),
        ["stored-recipients-2"] = Former(States.Recipients with { CreatedAt = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero) }),
        ["stored-ledger"] = Former(new StoredLedger { Data = [1, 2, 3, 0xFF] }),
        ["stored-ledger-2"] = Row(new StoredLedger { Data = [1, 2, 3, 0xFF], CreatedAt = new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero) }),
        ["reject-page"] = Row(States.Rejects),
        ["directory"] = Former(States.Directory),
        ["directory-2"] = Row(States.Directory with { Deleting = ["winter"] }),
        ["directory-page"] = Row(States.DirectoryPage),
        ["quota"] = Row(States.Quota),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Read_CommittedBytes_IsTheExpectedState(string name)
    {
        var @case = Cases[name];

        Assert.Equal(@case.Expected, @case.Read(await FileAsync(name, @case)));
    }

    [Theory]
    [MemberData(nameof(Written))]
    public async Task Write_TheSameState_GivesTheCommittedBytes(string name)
    {
        var @case = Cases[name];

        Assert.Equal(await FileAsync(name, @case), @case.Write());
    }

    private static BatchLedger Routed => States.Ledger with
    {
        Recipients = [.. States.Ledger.Recipients.Index().Select(static pair
            => pair.Item.At is null ? pair.Item : pair.Item with { Account = pair.Index % 2 == 0 ? "smtp" : "backup" })],
    };

    private static Case Row<T>(T state) => new(
        () => Serializer.SerializeToArray(state), data => Shown.Of(Serializer.Deserialize<T>(data)), Shown.Of(state));

    private static List<BatchRecipient> Contacts(byte[] data)
    {
        var stored = StoredRecipients.From(States.Contacts) with { Contacts = data };
        return [.. Enumerable.Range(0, stored.Count).Select(index =>
        {
            var (address, values) = stored.Contact(index);
            return new BatchRecipient(stored.Lines[index], address, values);
        })];
    }

    // Rows of an earlier version: fields that came later have their defaults.
    private static Case Former<T>(T state) => Row(state) with { IsWritten = false };

    private static async Task<byte[]> FileAsync(string name, Case @case, [CallerFilePath] string source = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(source))!, "Golden", name + ".bin");
        if (!File.Exists(path) && @case.IsWritten)
        {
            await File.WriteAllBytesAsync(path, @case.Write());
            Assert.Fail($"{path} was missing and has been written: look at it and commit it.");
        }

        return await File.ReadAllBytesAsync(path);
    }

    private sealed record Case(Func<byte[]> Write, Func<byte[], string> Read, string Expected, bool IsWritten = true);
}
