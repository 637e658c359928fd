"""A column of every kind that Django stores in a way of its own."""
import uuid

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import models


class Category(models.Model):
    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField()
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE)


class Tag(models.Model):
    id = models.AutoField(primary_key=True)
    label = models.CharField(max_length=40)


class Product(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    ratio = models.DecimalField(max_digits=20, decimal_places=10, null=True)
    active = models.BooleanField(default=True)
    flag = models.BooleanField(null=True)
    category = models.ForeignKey(Category, on_delete=models.PROTECT)
    tags = models.ManyToManyField(Tag)
    attrs = models.JSONField(default=dict)
    extra = models.JSONField(null=True)
    weight = models.FloatField(null=True)
    stock = models.PositiveIntegerField(default=0)
    small = models.SmallIntegerField(default=0)
    large = models.BigIntegerField(default=0)
    data = models.BinaryField(null=True)
    lead = models.DurationField(null=True)
    released = models.DateField(null=True)
    opens = models.TimeField(null=True)
    created = models.DateTimeField()
    updated = models.DateTimeField(auto_now=True)
    ip = models.GenericIPAddressField(null=True)
    email = models.EmailField(blank=True)

    class Meta:
        unique_together = [("name", "category")]
        indexes = [models.Index(fields=["-created", "price"], name="product_created"),
                   models.Index(fields=["name"], name="product_active", condition=models.Q(active=True))]
        constraints = [
            models.CheckConstraint(check=models.Q(price__gte=-1000000), name="price_floor"),
            models.UniqueConstraint(fields=["email"], condition=~models.Q(email=""), name="email_once")]


class Order(models.Model):
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    number = models.IntegerField(unique=True)
    placed = models.DateTimeField(db_index=True)
    note = models.TextField(null=True)


class Line(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    quantity = models.IntegerField()
    price = models.DecimalField(max_digits=12, decimal_places=2)


class Note(models.Model):
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.CharField(max_length=64)
    body = models.TextField()


class Empty(models.Model):
    at = models.DateTimeField(null=True)
    amount = models.DecimalField(max_digits=6, decimal_places=3, null=True)
    lead = models.DurationField(null=True)
    doc = models.JSONField(null=True)
    ok = models.BooleanField(null=True)
    day = models.DateField(null=True)
    ip = models.GenericIPAddressField(null=True)
    key = models.UUIDField(null=True)
