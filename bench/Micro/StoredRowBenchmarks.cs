using BenchmarkDotNet.Attributes;
using EmailCampaign.Batches;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace EmailCampaign.Micro;

/// <summary>The rows of a batch of 500 through Orleans' serializer, as storage has them.</summary>
public class StoredRowBenchmarks : IDisposable
{
    private const int Batch = 500;

    private readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();
    private readonly Serializer _serializer;
    private readonly StoredRecipients _recipients = StoredRecipients.From(
        new BatchContent([.. Enumerable.Range(0, Batch).Select(static row => new BatchRecipient(row + 2, Samples.Row(row)[0], Samples.Row(row)))], Samples.Now));

    private readonly StoredLedger _ledger = new() { Data = LedgerCodec.Encode(LedgerBenchmarks.HalfSent()), CreatedAt = Samples.Now };
    private readonly byte[] _recipientsRow;
    private readonly byte[] _ledgerRow;

    public StoredRowBenchmarks()
    {
        _serializer = _services.GetRequiredService<Serializer>();
        (_recipientsRow, _ledgerRow) = (_serializer.SerializeToArray(_recipients), _serializer.SerializeToArray(_ledger));
    }

    [Benchmark]
    public object WriteRecipients() => _serializer.SerializeToArray(_recipients);

    [Benchmark]
    public object? ReadRecipients() => _serializer.Deserialize<StoredRecipients>(_recipientsRow);

    [Benchmark]
    public object WriteLedger() => _serializer.SerializeToArray(_ledger);

    [Benchmark]
    public object? ReadLedger() => _serializer.Deserialize<StoredLedger>(_ledgerRow);

    public void Dispose()
    {
        _services.Dispose();
        GC.SuppressFinalize(this);
    }
}
