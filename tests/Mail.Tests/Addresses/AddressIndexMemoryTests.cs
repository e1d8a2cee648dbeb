using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Tests.Addresses;

[Collection(MemoryCollection.Name)]
public sealed class AddressIndexMemoryTests
{
    [Fact]
    public void Add_OneMillionRows_StaysUnder40BytesARow()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var index = new AddressIndex();
        for (var line = 1; line <= 1_000_000; line++)
        {
            index.Add(AddressIndexTests.Scattered(line), line);
            if (line % 50_000 == 0)
            {
                var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
                Assert.True(bytes <= 40L * line, $"{bytes} bytes for {line} rows");
            }
        }

        GC.KeepAlive(index);
    }
}
