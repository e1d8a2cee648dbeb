using EmailCampaign.Mail.Addresses;

namespace EmailCampaign.Mail.Tests.Addresses;

public sealed class BlockStoreTests
{
    [Fact]
    public void Take_OfABlockThatWasReturned_IsAllZerosAndNobodyElses()
    {
        using var store = new BlockStore();
        var (kept, returned) = (store.Take(), store.Take());
        store[kept].Fill(1);
        store[returned].Fill(2);

        store.Return([returned]);
        var (again, next) = (store.Take(), store.Take());

        Assert.Equal(returned, again);
        Assert.Equal(3, new HashSet<int>([kept, again, next]).Count);
        Assert.Equal(-1, store[again].IndexOfAnyExcept(0U));
        Assert.Equal(-1, store[kept].IndexOfAnyExcept(1U));
    }

    [Fact]
    public void Take_OfMoreThanAChunkHolds_GivesEachItsOwnWords()
    {
        using var store = new BlockStore();
        var blocks = Enumerable.Range(0, 5_000).Select(_ => store.Take()).ToArray();
        foreach (var block in blocks)
        {
            store[block].Fill((uint)block);
        }

        Assert.Equal(5_000, blocks.Distinct().Count());
        Assert.All(blocks, block => Assert.Equal(-1, store[block].IndexOfAnyExcept((uint)block)));
    }

    [Fact]
    public void Dispose_OfBlocksInUse_LeavesNoneToReach()
    {
        var store = new BlockStore();
        var block = store.Take();

        store.Dispose();

        Assert.Throws<ArgumentOutOfRangeException>(() => { store[block].Clear(); });
        Assert.Equal(0, store.Size);
    }
}
