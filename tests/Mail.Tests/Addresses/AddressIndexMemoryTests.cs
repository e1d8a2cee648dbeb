using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Tests.Addresses;

[Collection(MemoryCollection.Name)]
public sealed class AddressIndexMemoryTests
{
    private const int Begun = 256 * 1024; // two blocks of each shard, and what of them is not full yet

    [Fact]
    public void Add_OneMillionRows_HoldsUnder24BytesARow()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new AddressIndex();
        for (var line = 1; line <= 1_000_000; line++)
        {
            index.Add(AddressIndexTests.Scattered(line), line);
            if (line % 50_000 == 0)
            {
                var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
                Assert.True(bytes <= (24L * line) + Begun, $"{bytes} bytes for {line} rows");
            }
        }

        GC.KeepAlive(index);
    }

    [Fact]
    public void Add_OneMillionRows_AllocatesLittleMoreThanItHolds()
    {
        var fingerprints = Enumerable.Range(1, 1_000_000).Select(AddressIndexTests.Scattered).ToArray();
        var index = new AddressIndex();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var line = 1; line <= fingerprints.Length; line++)
        {
            index.Add(fingerprints[line - 1], line);
        }

        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes <= 26L * fingerprints.Length, $"{bytes} bytes for {fingerprints.Length} rows");
        GC.KeepAlive(index);
    }
}
