using System.Globalization;
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

    [Fact]
    public void Dispose_OfOneIndexAndTheNext_GivesTheMemoryBackToTheSystem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems do not tell mapped memory apart.");
        for (var index = 0; index < 3; index++)
        {
            var before = Mapped();
            using (var used = new AddressIndex())
            {
                for (var line = 1; line <= 500_000; line++)
                {
                    used.Add(AddressIndexTests.Scattered(line), line);
                }

                Assert.InRange(Mapped() - before, used.Size, used.Size * 3 / 2);
            }

            Assert.Equal(before, Mapped());
        }
    }

    // In whole, whatever of it is in use: bytes that are shared and readable and belong to no file that has a name, but for those where the runtime puts its code.
    private static long Mapped() => File.ReadLines("/proc/self/maps").Where(static line => line.Contains(" rw-s ", StringComparison.Ordinal)
        && line.EndsWith("(deleted)", StringComparison.Ordinal) && !line.Contains("doublemapper", StringComparison.Ordinal)).Sum(static line =>
    {
        var ends = line.Split(' ')[0].Split('-').Select(static end => long.Parse(end, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
        return ends[1] - ends[0];
    });
}
