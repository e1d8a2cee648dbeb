using EmailCampaign.Mail.Composition;
using FsCheck.Xunit;

namespace EmailCampaign.Mail.Tests.Composition;

public sealed class MessageTokenTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    [Fact]
    public void Sign_Token_IsTheStoredForm()
        => Assert.Equal("spring-2026.3.17.1.pnmipgfwwhkuu5p3", new MessageToken("spring-2026", 3, 17, 1).Sign(Key));

    [Property]
    public bool Verify_SignedToken_GivesItBack(uint batch, ushort row, byte generation)
    {
        var token = new MessageToken("spring-2026", (int)(batch >> 1), row, generation);
        var signed = token.Sign(Key);

        return MessageToken.Verify(signed, Key) == token && signed.Split('.').All(IsAtom);
    }

    private static bool IsAtom(string text)
        => text.Length > 0 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    [Fact]
    public void Verify_AnyCharacterChanged_IsForged()
    {
        var signed = new MessageToken("spring", 3, 17, 1).Sign(Key);

        for (var i = 0; i < signed.Length; i++)
        {
            foreach (var c in "0a.-Z")
            {
                var forged = signed[..i] + c + signed[(i + 1)..];
                Assert.Equal(forged == signed, MessageToken.Verify(forged, Key) is not null);
            }
        }
    }

    [Fact]
    public void Verify_AnotherKey_IsForged()
        => Assert.Null(MessageToken.Verify(new MessageToken("spring", 3, 17, 1).Sign(Key), [1, 2, 3]));

    [Theory]
    [InlineData("")]
    [InlineData("....")]
    [InlineData("spring.3.17.1")]
    [InlineData("spring.3.17.1.")]
    [InlineData("spring.3.17.-1.aaaaaaaaaaaaaaaa")]
    [InlineData("spring.3.17.99999999999.aaaaaaaaaaaaaaaa")]
    [InlineData("Spring.3.17.1.aaaaaaaaaaaaaaaa")]
    [InlineData("spring.3.17.1.aaaaaaaaaaaaaaaa.b")]
    [InlineData("zoë.3.17.1.aaaaaaaaaaaaaaaa")]
    public void Verify_Malformed_IsNull(string token) => Assert.Null(MessageToken.Verify(token, Key));

    [Theory]
    [InlineData("3", "03")]
    [InlineData("3", "+3")]
    [InlineData("3", " 3")]
    [InlineData("3", "٣")]
    public void Verify_OtherSpellingOfANumber_IsForged(string number, string spelling)
        => Assert.Null(MessageToken.Verify(
            new MessageToken("spring", 3, 17, 1).Sign(Key).Replace($".{number}.", $".{spelling}.", StringComparison.Ordinal), Key));

    [Theory]
    [InlineData("a.b", 0)]
    [InlineData("", 0)]
    [InlineData("A", 0)]
    [InlineData("a", -1)]
    public void Sign_WhatCannotBeWritten_IsABug(string campaign, int row)
        => Assert.Throws<InvalidOperationException>(() => new MessageToken(campaign, 0, row, 0).Sign(Key));
}
