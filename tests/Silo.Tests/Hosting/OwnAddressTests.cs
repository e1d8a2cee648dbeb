using System.Net;
using EmailCampaign.Silo.Hosting;

namespace EmailCampaign.Silo.Tests.Hosting;

public sealed class OwnAddressTests
{
    [Theory]
    [InlineData("172.18.0.4", "172.18.0.4")]
    [InlineData("172.18.0.4", "127.0.1.1", "fd00::4", "172.18.0.4")]
    [InlineData("fd00::4", "::1", "fe80::4", "fd00::4")]
    public void Choose_AddressesOfTheName_IsOneThatOthersReach(string expected, params string[] addresses)
        => Assert.Equal(IPAddress.Parse(expected), OwnAddress.Choose("silo", [.. addresses.Select(IPAddress.Parse)]));

    [Theory]
    [InlineData]
    [InlineData("127.0.1.1", "::1")]
    public void Choose_OnlyThisMachineItself_IsRefused(params string[] addresses)
        => Assert.StartsWith(
            "Silo:Address is \"host\", but this machine's name laptop stands for no address",
            Assert.Throws<StartRefusedException>(() => OwnAddress.Choose("laptop", [.. addresses.Select(IPAddress.Parse)])).Message,
            StringComparison.Ordinal);
}
