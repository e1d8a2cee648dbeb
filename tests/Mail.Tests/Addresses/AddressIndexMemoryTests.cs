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
        using var index = new AddressIndex();
        for (var line = 1; line <= 1_000_000; line++)
        {
            index.Add(AddressIndexTests.Scattered(line), line);
            if (line % 50_000 == 0)
            {
                var bytes = GC.GetTotalMemory(forceFullCollection: true) - before + index.Size;
                Assert.InRange(bytes, 20L * line, (24L * line) + Begun);
            }
        }
    }

    [Fact]
    public void Add_OneMillionRows_LeavesTheCollectorAByteARow()
    {
        var fingerprints = Enumerable.Range(1, 1_000_000).Select(AddressIndexTests.Scattered).ToArray();
        using var index = new AddressIndex();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var line = 1; line <= fingerprints.Length; line++)
        {
            index.Add(fingerprints[line - 1], line);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, fingerprints.Length);
    }
}
