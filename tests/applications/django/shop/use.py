"""The shop at work: each check in a transaction of its own."""
import datetime
import decimal

from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, DateTimeField, ExpressionWrapper, F, Sum
from django.db.models.functions import TruncMonth

from shop.models import Category, Empty, Line, Order, Product, Tag

UTC = datetime.timezone.utc


def now():
    return datetime.datetime.now(UTC)


def product(**more):
    values = dict(name="new", price=decimal.Decimal("1.10"), category=Category.objects.first(), created=now())
    values.update(more)
    return Product.objects.create(**values)


def refused(make):
    try:
        with transaction.atomic():
            make()
    except IntegrityError:
        return True
    return False


def reads_back():
    lead = datetime.timedelta(hours=1, microseconds=7)
    made = Empty.objects.create(at=now(), amount=decimal.Decimal("1.234"), lead=lead, doc={"a": [1]}, ok=True,
                                day=datetime.date.today(), ip="10.0.0.1", key="12345678123456781234567812345678")
    read = Empty.objects.get(lead=lead)
    return read.pk == made.pk and read.doc == {"a": [1]} and read.ok is True and read.at == made.at


def child_first():
    line = Line.objects.create(order_id=987654, product=Product.objects.first(), quantity=1, price=1)
    Order.objects.create(id=987654, user=User.objects.first(), number=77, placed=now())
    return line.pk


CHECKS = {
    "insert user": lambda: User.objects.create_user("new").pk,
    "insert order": lambda: Order.objects.create(user=User.objects.first(), number=1, placed=now()).pk > 60,
    "insert product": lambda: product(attrs={"a": 1}, lead=datetime.timedelta(days=1), data=b"\0", ip="::1", flag=True),
    "insert tag": lambda: Product.objects.first().tags.add(Tag.objects.create(label="new")) is None,
    "read back": reads_back,
    "booleans": lambda: Product.objects.filter(active=True, flag=False).exists(),
    "json path": lambda: Product.objects.filter(attrs__a__1=2.5).exists(),
    "json key": lambda: Product.objects.filter(attrs__has_key="ü").exists(),
    "json contains": lambda: Product.objects.filter(extra__contains={"k": "v"}).exists(),
    "duration": lambda: Product.objects.filter(lead__gt=datetime.timedelta(days=1)).exists(),
    "moment and duration": lambda: Product.objects.filter(lead__isnull=False).annotate(
        x=ExpressionWrapper(F("created") + F("lead"), output_field=DateTimeField())).values_list("x").first(),
    "uuid": lambda: Product.objects.get(pk=Product.objects.first().pk),
    "address": lambda: Product.objects.filter(ip="10.0.0.1").exists(),
    "sum": lambda: Line.objects.aggregate(s=Sum(F("quantity") * F("price")))["s"],
    "month": lambda: len(Order.objects.annotate(m=TruncMonth("placed")).values("m").annotate(n=Count("id"))),
    "year": lambda: Product.objects.filter(released__year=9999).exists(),
    "date of moment": lambda: Order.objects.filter(placed__date=Order.objects.first().placed.date()).exists(),
    "letter case": lambda: Product.objects.filter(name__icontains="PRODUCT 1").exists(),
    "update duration": lambda: Product.objects.filter(flag=True).update(lead=datetime.timedelta(days=2)),
    "update json": lambda: Product.objects.filter(flag=True).update(attrs={"n": 2}),
    "get or create": lambda: Category.objects.get_or_create(name="zzz", slug="z")[1],
    "child before parent": child_first,
    "unique": lambda: refused(lambda: product(name="Product 1", category=Product.objects.get(name="Product 1").category)),
    "check": lambda: refused(lambda: product(name="q", price=-2000000)),
    "partial unique": lambda: refused(lambda: [product(name="q%d" % i, email="a@b") for i in (1, 2)]),
    "cascade": lambda: Order.objects.first().delete()[0],
    "login": lambda: authenticate(username="user0", password="päss"),
    "permissions": lambda: len(User.objects.get(username="user3").get_all_permissions()) == 5,
}


def failures():
    failed = 0
    for name, check in CHECKS.items():
        try:
            with transaction.atomic():
                if not check():
                    raise AssertionError("does not hold")
        except Exception as e:  # noqa: BLE001  whatever it is, it is told
            failed += 1
            print("%s: %s: %s" % (name, type(e).__name__, str(e).strip().split("\n")[0]))
    return failed
