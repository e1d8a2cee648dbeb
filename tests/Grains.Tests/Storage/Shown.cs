using System.Text.Json;
using EmailCampaign.Batches;

namespace EmailCampaign.Grains.Tests.Storage;

/// <summary>A state as text that shows every property, collections included: records compare those by reference.</summary>
internal static class Shown
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static string Of<T>(T state) => JsonSerializer.Serialize(state, Options);

    public static string Of(BatchLedger ledger) => JsonSerializer.Serialize(
        new { ledger.WriterId, ledger.Sequence, ledger.Version, Claims = ledger.Claims.Values.OrderBy(claim => claim.Id), ledger.Recipients }, Options);
}
