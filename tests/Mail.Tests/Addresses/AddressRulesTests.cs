using EmailCampaign.Mail.Addresses;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MimeKit;

namespace EmailCampaign.Mail.Tests.Addresses;

public sealed class AddressRulesTests
{
    private static readonly string Label63 = new('d', 63);

    [Theory]
    [InlineData("a@b.co", "a@b.co")]
    [InlineData("o'brien@x.co", "o'brien@x.co")]
    [InlineData("a+tag@x.co", "a+tag@x.co")]
    [InlineData("First.Last@X.CO", "First.Last@x.co")]
    [InlineData("-a=b+c@x.co", "-a=b+c@x.co")]
    [InlineData("  a@x.co\t", "a@x.co")]
    [InlineData("\uFEFFa@x.co\u200B\u00A0", "a@x.co")]
    [InlineData("user@bücher.de", "user@xn--bcher-kva.de")]
    [InlineData("user@BÜCHER.de", "user@xn--bcher-kva.de")]
    [InlineData("a@XN--bcher-kva.de", "a@xn--bcher-kva.de")]
    [InlineData("用户@例え.jp", "用户@xn--r8jz45g.jp")]
    [InlineData("a@例え。jp", "a@xn--r8jz45g.jp")]
    [InlineData("e\u0301@x.co", "é@x.co")]
    [InlineData("a@r3---sn.example.com", "a@r3---sn.example.com")]
    [InlineData("a@1.2.co", "a@1.2.co")]
    public void Check_GoodAddress_GivesWireForm(string text, string wire)
        => Assert.Equal(new AddressCheck(wire, null), AddressRules.Check(text));

    [Theory]
    [InlineData("", AddressProblem.Empty)]
    [InlineData(" \t\uFEFF", AddressProblem.Empty)]
    [InlineData("a b@x.co", AddressProblem.InnerWhitespaceOrControl)]
    [InlineData("a@x .co", AddressProblem.InnerWhitespaceOrControl)]
    [InlineData("a\u200Bb@x.co", AddressProblem.InnerWhitespaceOrControl)]
    [InlineData("a\u00A0b@x.co", AddressProblem.InnerWhitespaceOrControl)]
    [InlineData("a@x.co\r\nBcc: b@x.co", AddressProblem.InnerWhitespaceOrControl)]
    [InlineData("a\0@x.co", AddressProblem.InnerWhitespaceOrControl)]
    [InlineData("a", AddressProblem.NotAnAddress)]
    [InlineData("@x.co", AddressProblem.NotAnAddress)]
    [InlineData("a@", AddressProblem.NotAnAddress)]
    [InlineData("@", AddressProblem.NotAnAddress)]
    [InlineData("a@b@x.co", AddressProblem.NotAnAddress)]
    [InlineData("Ann <a@x.co>", AddressProblem.DisplayName)]
    [InlineData("\"Ann\" <a@x.co>", AddressProblem.DisplayName)]
    [InlineData("<a@x.co>", AddressProblem.DisplayName)]
    [InlineData("a@x.co (c)", AddressProblem.DisplayName)]
    [InlineData("Ann, Bob <a@x.co>", AddressProblem.DisplayName)]
    [InlineData("a@x.co,b@x.co", AddressProblem.SeveralAddresses)]
    [InlineData("a@x.co; b@x.co", AddressProblem.SeveralAddresses)]
    [InlineData("\"a b\"@x.co", AddressProblem.QuotedLocalPart)]
    [InlineData("\"a@b\"@x.co", AddressProblem.QuotedLocalPart)]
    [InlineData(".a@x.co", AddressProblem.BadLocalPart)]
    [InlineData("a.@x.co", AddressProblem.BadLocalPart)]
    [InlineData("a..b@x.co", AddressProblem.BadLocalPart)]
    [InlineData("mailto:a@x.co", AddressProblem.BadLocalPart)]
    [InlineData("a\\b@x.co", AddressProblem.BadLocalPart)]
    [InlineData("group:a@x.co;", AddressProblem.BadLocalPart)]
    [InlineData("a\u037Eb@x.co", AddressProblem.BadLocalPart)]
    [InlineData("a\uFFFD@x.co", AddressProblem.BadLocalPart)]
    [InlineData("a@[127.0.0.1]", AddressProblem.AddressLiteral)]
    [InlineData("a@127.0.0.1", AddressProblem.NumericTopLevelDomain)]
    [InlineData("a@x.123", AddressProblem.NumericTopLevelDomain)]
    [InlineData("a@localhost", AddressProblem.NoDotInDomain)]
    [InlineData("a@b", AddressProblem.NoDotInDomain)]
    [InlineData("a@-x.co", AddressProblem.BadDomain)]
    [InlineData("a@x-.co", AddressProblem.BadDomain)]
    [InlineData("a@x_y.co", AddressProblem.BadDomain)]
    [InlineData("a@x.co.", AddressProblem.BadDomain)]
    [InlineData("a@x..co", AddressProblem.BadDomain)]
    [InlineData("a@.co", AddressProblem.BadDomain)]
    [InlineData("a@xn--\u00FC.de", AddressProblem.BadDomain)]
    [InlineData("a@ü_x.de", AddressProblem.BadDomain)]
    public void Check_BadAddress_NamesTheRule(string text, AddressProblem problem)
        => Assert.Equal(new AddressCheck(null, problem), AddressRules.Check(text));

    [Fact]
    public void Check_HalfASurrogatePair_IsRefused() // not in the table: an attribute cannot hold one
        => Assert.Equal(AddressProblem.InnerWhitespaceOrControl, AddressRules.Check($"a{(char)0xD800}@x.co").Problem);

    [Fact]
    public void Check_LocalPartAtAndPastTheLimit_IsDecidedInOctets()
    {
        Assert.Null(AddressRules.Check(new string('a', 64) + "@x.co").Problem);
        Assert.Equal(AddressProblem.LocalPartTooLong, AddressRules.Check(new string('a', 65) + "@x.co").Problem);
        Assert.Equal(AddressProblem.LocalPartTooLong, AddressRules.Check(new string('é', 33) + "@x.co").Problem);
    }

    [Fact]
    public void Check_LabelAndWholeAtAndPastTheLimit_IsDecided()
    {
        Assert.Null(AddressRules.Check($"a@{Label63}.co").Problem);
        Assert.Equal(AddressProblem.BadDomain, AddressRules.Check($"a@{Label63}d.co").Problem);

        var domain = $"{Label63}.{Label63}.{Label63}.{new string('e', 54)}.co";
        var atTheLimit = new string('l', 254 - 1 - domain.Length) + "@" + domain;
        Assert.Equal(254, atTheLimit.Length);
        Assert.Null(AddressRules.Check(atTheLimit).Problem);
        Assert.Equal(AddressProblem.TooLong, AddressRules.Check("l" + atTheLimit).Problem);
    }

    [Theory]
    [InlineData("A.B@X.co", "a.b@x.co")]
    [InlineData("a+Tag@x.CO", "a+tag@x.co")]
    [InlineData("É@Bücher.de", "é@xn--bcher-kva.de")]
    [InlineData("E\u0301@XN--BCHER-KVA.DE", "é@xn--bcher-kva.de")]
    [InlineData(" a@x.co ", "a@x.co")]
    [InlineData("Not An Address", "not an address")]
    public void Key_SameRecipientWrittenDifferently_IsTheSame(string address, string key)
        => Assert.Equal(key, AddressRules.Key(address));

    [Fact]
    public void Key_DotsAndTags_AreNotFolded()
    {
        Assert.NotEqual(AddressRules.Key("a.b@gmail.com"), AddressRules.Key("ab@gmail.com"));
        Assert.NotEqual(AddressRules.Key("a+b@gmail.com"), AddressRules.Key("a@gmail.com"));
    }

    [Property(MaxTest = 2000)]
    public Property Check_WhateverIsAccepted_ReadsTheSameInMimeKitAndInOurselves()
    {
        var piece = Gen.Elements(
            "a", "B", "9", ".", "-", "_", "+", "'", "@", "x.co", "@x.co", " ", "\"", "(", "<", ">", ",", ";", ":", "[", "\\", "é",
            "\u0301", "ü.de", "\u200B", "xn--", "co", "İ", "ß", "\uD83D\uDE00", "{", "/", "=", "&", "%", "#", "!", "~", "`", "^");
        var text = piece.NonEmptyListOf().Select(static pieces => string.Concat(pieces));
        var likely = text.Select(static local => local + "@x.co");
        return Prop.ForAll(Gen.OneOf(text, likely).ToArbitrary(), static text =>
        {
            var check = AddressRules.Check(text);
            Assert.NotEqual(check.Address is null, check.Problem is null);
            if (check.Address is not { } address)
            {
                return;
            }

            Assert.Equal(check, AddressRules.Check(address));
            Assert.Equal(AddressRules.Key(address), AddressRules.Key(AddressRules.Key(address)));
            Assert.Equal(AddressRules.Key(text), AddressRules.Key(address));

            var strict = new ParserOptions
            {
                AddressParserComplianceMode = RfcComplianceMode.Strict,
                AllowAddressesWithoutDomain = false,
            };
            Assert.True(MailboxAddress.TryParse(strict, address, out var mailbox), address);
            Assert.Equal(address[..address.IndexOf('@')], mailbox.LocalPart);
            Assert.Equal(address[(address.IndexOf('@') + 1)..], MailboxAddress.EncodeAddrspec(mailbox.Address).Split('@')[1]);
        });
    }

    [Fact]
    public void Describe_EveryProblem_HasItsOwnClause()
    {
        var clauses = Enum.GetValues<AddressProblem>().Select(static problem => problem.Describe()).ToList();

        Assert.Equal(clauses.Count, clauses.Distinct().Count());
        Assert.DoesNotContain(((AddressProblem)0).Describe(), clauses);
        Assert.All(clauses, static clause => Assert.False(clause.EndsWith('.')));
    }
}
