using EmailCampaign.Batches;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace EmailCampaign.Grains.Tests.Storage;

public sealed class RecipientCodecTests
{
    private static readonly Gen<string> Texts = Gen.Elements("", "Ann", "ann@example.com", "späte Antwort", "東京 🎉", "a\r\nb", new string('x', 127), new string('ü', 9_000));

    private static readonly Gen<BatchRecipient> Recipients =
        from line in Gen.Choose(1, int.MaxValue)
        from address in Gen.Elements("ann@example.com", "ben@bücher.example", "x@y.example")
        from values in Texts.ListOf()
        select new BatchRecipient(line, address, [.. values]);

    [Property]
    public Property Encode_AnyContacts_AreReadAsTheyWere() => Prop.ForAll(Recipients.ListOf().ToArbitrary(), static recipients =>
    {
        var content = new BatchContent([.. recipients]);
        var stored = StoredRecipients.From(content);

        Assert.Equal(recipients.Count, stored.Count);
        foreach (var (index, recipient) in recipients.Index())
        {
            Assert.Equal(recipient.Address, stored.Address(index));
            var (address, values) = stored.Contact(index);
            Assert.Equal(recipient.Address, address);
            Assert.Equal(recipient.Values, values);
        }

        Assert.True(stored.Equals(content));
    });

    [Fact]
    public void Equals_OneValueDiffers_IsFalse()
    {
        var stored = StoredRecipients.From(States.Contacts);
        foreach (var (index, recipient) in States.Contacts.Recipients.Index())
        {
            BatchRecipient[] others = [recipient with { Line = 1 }, recipient with { Address = "other@example.com" }, recipient with { Values = ["other"] }];
            foreach (var other in others)
            {
                var changed = States.Contacts.Recipients.ToList();
                changed[index] = other;
                Assert.False(stored.Equals(new BatchContent(changed)));
            }
        }

        Assert.False(stored.Equals(new BatchContent([.. States.Contacts.Recipients.Skip(1)])));
    }

    [Fact]
    public void Contact_BytesThatAreCutOrOfAnotherFormat_Throws()
    {
        var stored = StoredRecipients.From(States.Contacts);
        for (var length = 0; length < stored.Contacts!.Length; length++)
        {
            var cut = stored with { Contacts = stored.Contacts[..length] };
            Assert.ThrowsAny<Exception>(() => cut.Address(0));
        }

        Assert.Throws<InvalidDataException>(() => (stored with { Contacts = [2, .. stored.Contacts[1..]] }).Address(0));
        Assert.Throws<InvalidDataException>(() => (stored with { Contacts = [.. stored.Contacts, 0] }).Address(0));
        Assert.Throws<InvalidDataException>(() => (stored with { Contacts = [1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1] }).Address(0));
    }
}
