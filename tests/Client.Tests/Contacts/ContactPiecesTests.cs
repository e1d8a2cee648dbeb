using EmailCampaign.Client.Contacts;

namespace EmailCampaign.Client.Tests.Contacts;

public sealed class ContactPiecesTests
{
    private static readonly byte[] File = [.. Enumerable.Range(0, 25).Select(static octet => (byte)octet)];

    [Fact]
    public async Task Move_ToTheEnd_GivesEachOctetOnceAndStaysWhereItIsWhileItReadsAhead()
    {
        await using var raw = new HashingStream(new MemoryStream(File));
        await using var pieces = new ContactPieces(raw, raw, 10);
        var read = new List<byte>();
        while (!pieces.IsLast)
        {
            await pieces.MoveAsync(TestContext.Current.CancellationToken);
            Assert.Equal(read.Count, pieces.Start);
            read.AddRange(pieces.Data.Span);
            Assert.Equal((read.Count, read.Count), (pieces.End, pieces.BytesOfFile));
        }

        Assert.Equal(File, read);
    }

    [Fact]
    public async Task Move_ToAPieceThatCouldNotBeReadAhead_Throws()
    {
        await using var raw = new HashingStream(new Breaking(File, after: 10));
        await using var pieces = new ContactPieces(raw, raw, 10);
        await pieces.MoveAsync(TestContext.Current.CancellationToken);
        Assert.Equal(File[..10], pieces.Data.ToArray());

        await Assert.ThrowsAsync<IOException>(() => pieces.MoveAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dispose_WhileAReadAheadHasFailed_IsQuiet()
    {
        await using var raw = new HashingStream(new Breaking(File, after: 10));
        var pieces = new ContactPieces(raw, raw, 10);
        await pieces.MoveAsync(TestContext.Current.CancellationToken);

        await pieces.DisposeAsync();

        Assert.Equal(10, raw.BytesRead);
    }

    private sealed class Breaking(byte[] file, int after) : MemoryStream(file)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => Position >= after ? throw new IOException("The disk has gone.") : base.ReadAsync(buffer, cancellationToken);
    }
}
