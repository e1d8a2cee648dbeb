using EmailCampaign.Mail.Providers.Smtp;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Providers.Tests.Smtp.Pipelined;

public sealed class SmtpOfferTests
{
    [Fact]
    public void Read_WhatServersOffer_IsKnown()
    {
        var offer = SmtpOffer.Read("mx.example greets you\nPIPELINING\nSIZE 10240000\nSTARTTLS\nAUTH PLAIN login\nAUTH=LOGIN\n8bitmime\nSMTPUTF8\nDSN");

        Assert.Equal((true, true, true, true, true, 10_240_000u), (offer.Pipelining, offer.EightBitMime, offer.SmtpUtf8, offer.StartTls, offer.Size, offer.MaxSize));
        Assert.Equal(["PLAIN", "LOGIN"], offer.Mechanisms);
    }

    [Theory]
    [InlineData("mx", false, 0u)]
    [InlineData("mx\nSIZE", true, 0u)]
    [InlineData("mx\nSIZE 0", true, 0u)]
    [InlineData("mx\nSIZE 99999999999999999999", true, 0u)]
    [InlineData("mx\nSIZE -1", true, 0u)]
    [InlineData("SIZE 5", false, 0u)]
    public void Read_Size_IsALimitOnlyWhereItIsANumber(string answer, bool size, uint most)
        => Assert.Equal((size, most), (SmtpOffer.Read(answer).Size, SmtpOffer.Read(answer).MaxSize));

    [Property]
    public bool Read_AnyAnswer_IsAnOffer(string? answer) => SmtpOffer.Read(answer ?? "") is not null;
}
