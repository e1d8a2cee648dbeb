using EmailCampaign.Mail.Streams;

namespace EmailCampaign.Mail.Tests.Streams;

public sealed class ForwardStreamTests
{
    [Fact]
    public void PlaceLengthReadAndWrite_OfOneThatDoesNeither_AreNotSupported()
    {
        using var stream = new Idle();

        Assert.Equal((false, false, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Action[] unsupported =
        [
            () => _ = stream.Length, () => _ = stream.Position, () => stream.Position = 0, () => stream.Seek(0, SeekOrigin.Begin), () => stream.SetLength(0),
            () => _ = stream.Read(new byte[1], 0, 1), () => stream.Write(new byte[1], 0, 1),
        ];
        Assert.All(unsupported, static act => Assert.Throws<NotSupportedException>(act));
        stream.Flush();
        Assert.True(stream.FlushAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(stream.FlushAsync(new CancellationToken(canceled: true)).IsCanceled);
    }

    private sealed class Idle : ForwardStream;
}
